import type { JsonObject } from '../../model/canonical-json.ts'
import { at, isObject, objectsAt } from '../../model/json-place.ts'
import { DOCUMENT_COLUMNS, documentsOf, documentValues, valueAt } from '../documents-of.ts'
import { integer, text, type QueryTable } from '../query-table.ts'
import { DISTRIBUTIONS } from '../../services/folders.ts'

const CONFIG = 'DistributionConfig'

/** CloudFront distributions. */
export const distributions: QueryTable = {
  name: 'distributions',
  about: 'CloudFront distributions',
  columns: [
    text('id', 'its id'),
    text('domain_name', 'domain name at cloudfront.net'),
    text('aliases', 'alternate domain names, separated by commas'),
    integer('enabled', '1 or 0'),
    text('comment', 'its comment'),
    text('price_class', 'which edge locations it uses'),
    text('http_version', 'newest HTTP version'),
    text('default_root_object', 'what / shows'),
    text('web_acl', 'ARN of the web ACL'),
    text('certificate', 'ARN of the certificate'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [DISTRIBUTIONS],
  example: "SELECT id, aliases FROM distributions WHERE aliases LIKE '%sailjada%' AND enabled",
  *rows(store, version) {
    for (const { path, document } of documentsOf(store, version, DISTRIBUTIONS)) {
      yield [
        valueAt('Id', document),
        valueAt('DomainName', document),
        valueAt(`${CONFIG}.Aliases.Items`, document),
        valueAt(`${CONFIG}.Enabled`, document),
        valueAt(`${CONFIG}.Comment`, document),
        valueAt(`${CONFIG}.PriceClass`, document),
        valueAt(`${CONFIG}.HttpVersion`, document),
        valueAt(`${CONFIG}.DefaultRootObject`, document),
        valueAt(`${CONFIG}.WebACLId`, document),
        valueAt(`${CONFIG}.ViewerCertificate.ACMCertificateArn`, document),
        ...documentValues(path, document),
      ]
    }
  },
}

/** Where distributions get what they serve. */
export const origins: QueryTable = {
  name: 'origins',
  about: 'origins of CloudFront distributions',
  columns: [
    text('distribution', 'id of the distribution'),
    text('id', 'its id there'),
    text('domain_name', 'where it is'),
    text('origin_path', 'prefix of every path'),
    text('access_control', 'id of its origin access control'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [DISTRIBUTIONS],
  example: "SELECT distribution, id FROM origins WHERE domain_name LIKE 'qos-prod-site.s3.%'",
  *rows(store, version) {
    for (const { path, document } of documentsOf(store, version, DISTRIBUTIONS)) {
      for (const origin of objectsAt(`${CONFIG}.Origins.Items`, document)) {
        yield [
          valueAt('Id', document),
          valueAt('Id', origin),
          valueAt('DomainName', origin),
          valueAt('OriginPath', origin),
          valueAt('OriginAccessControlId', origin),
          ...documentValues(path, origin),
        ]
      }
    }
  },
}

/** How distributions cache, path by path. */
export const behaviors: QueryTable = {
  name: 'behaviors',
  about: 'cache behaviours of CloudFront distributions, in the order in which they are tried',
  columns: [
    text('distribution', 'id of the distribution'),
    integer('position', 'from 1; the default behaviour is last'),
    text('path_pattern', 'path pattern; * for the default behaviour'),
    text('origin', 'id of the origin'),
    text('viewer_protocol_policy', 'such as redirect-to-https'),
    text('cache_policy', 'id of the cache policy'),
    integer('min_ttl', 'seconds; NULL when a policy sets it'),
    integer('default_ttl', 'likewise'),
    integer('max_ttl', 'likewise'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [DISTRIBUTIONS],
  example: 'SELECT distribution, path_pattern, default_ttl FROM behaviors WHERE default_ttl < 3600',
  *rows(store, version) {
    for (const { path, document } of documentsOf(store, version, DISTRIBUTIONS)) {
      for (const [i, behaviour] of behavioursOf(document).entries()) {
        yield [
          valueAt('Id', document),
          i + 1,
          valueAt('PathPattern', behaviour) ?? '*',
          valueAt('TargetOriginId', behaviour),
          valueAt('ViewerProtocolPolicy', behaviour),
          valueAt('CachePolicyId', behaviour),
          valueAt('MinTTL', behaviour),
          valueAt('DefaultTTL', behaviour),
          valueAt('MaxTTL', behaviour),
          ...documentValues(path, behaviour),
        ]
      }
    }
  },
}

function behavioursOf(document: JsonObject): JsonObject[] {
  const last = at(`${CONFIG}.DefaultCacheBehavior`, document)
  return [...objectsAt(`${CONFIG}.CacheBehaviors.Items`, document), ...(isObject(last) ? [last] : [])]
}
