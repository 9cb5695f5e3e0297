/** What a shell runs to complete command lines of jsnap; all of them ask `jsnap complete`. */
export const COMPLETION_SCRIPTS = {
  bash: `# bash completion for jsnap: put 'source <(jsnap completion bash)' into ~/.bashrc
_jsnap() {
  local line mode=''
  COMPREPLY=()
  while IFS= read -r line; do
    if [ -z "$mode" ]; then mode=$line; else COMPREPLY+=("$line"); fi
  done < <(command jsnap complete bash -- "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
  case $mode in
    files) compopt -o default 2>/dev/null ;;
    folders) compopt -o dirnames 2>/dev/null ;;
  esac
  if [ "\${#COMPREPLY[@]}" -eq 1 ]; then
    case \${COMPREPLY[0]} in
      */ | *: | *=) compopt -o nospace 2>/dev/null ;;
    esac
  fi
  return 0
}
complete -F _jsnap jsnap
`,
  zsh: `#compdef jsnap
# zsh completion for jsnap: put 'source <(jsnap completion zsh)' into ~/.zshrc after compinit
_jsnap() {
  local -a found values shown
  local line value about
  found=("\${(@f)$(command jsnap complete zsh -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null </dev/null)}")
  for line in "\${(@)found[2,-1]}"; do
    value=\${line%%$'\\t'*}
    about=\${line#*$'\\t'}
    values+=("$value")
    if [[ -n $about ]]; then shown+=("$value  -- $about"); else shown+=("$value"); fi
  done
  if [[ \${found[1]} == files ]]; then _files; fi
  if [[ \${found[1]} == folders ]]; then _files -/; fi
  if (( \${#values} == 1 )) && [[ $values[1] == *[/:=] ]]; then
    compadd -S '' -- "\${(@)values}"
  elif (( \${#values} > 0 )); then
    compadd -l -d shown -- "\${(@)values}"
  fi
}
compdef _jsnap jsnap
`,
  fish: `# fish completion for jsnap: jsnap completion fish > ~/.config/fish/completions/jsnap.fish
function __jsnap_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l found (command jsnap complete fish -- $words[2..-1] "$current" 2>/dev/null </dev/null)
  if test (count $found) -gt 1
    printf '%s\\n' $found[2..-1]
  end
  switch "$found[1]"
    case files
      __fish_complete_path "$current"
    case folders
      __fish_complete_directories "$current"
  end
end
complete -c jsnap -f -a '(__jsnap_complete)'
`,
} as const
