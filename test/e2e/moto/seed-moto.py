"""Fills a moto server with the estate of three shops, and tells what is in it. Knows nothing of jsnap.

    seed-moto.py URL seed      makes the estate
    seed-moto.py URL change    deploys a change

Prints the truth as JSON. Everything is made from a seeded generator, so two runs make the same estate.
"""

import gzip
import hashlib
import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

SHOPS = ['qos', 'sailjada', 'marlow']
PURPOSES = [
    'prod-site', 'staging-site', 'prod-media', 'staging-media', 'uploads', 'invoices', 'exports', 'backups',
    'newsletter', 'catalog', 'archive', 'config', 'reports', 'assets', 'access-logs',
]
SHARED = 'shops-shared-artifacts'
BUCKETS = [f'{shop}-{purpose}' for shop in SHOPS for purpose in PURPOSES] + [SHARED]
OBJECTS_A_BUCKET = 45
LARGE_LISTING = 'qos-catalog'  # more than two pages of a listing
LARGE_LISTING_OBJECTS = 2100
HOSTILE = 'sailjada-uploads'

# Keys that are no file names, or not the same on every system. moto cannot hold a newline.
HOSTILE_KEYS = [
    'a', 'a/b', 'a/b/c', 'a//b', 'a///b', '/', '//', '/etc/passwd', '/lead', 'trail/', 'trail/x', 'trail//',
    '.', '..', './x', '../escape', '../../../../tmp/jsnap-escape', 'x/../y', 'x/./y', 'x/..', 'deep/../../../out',
    'MANIFEST.md', '.jsnap', '.git/config', '-rf', '~', '$HOME', '`id`', '$(id)', '%2e%2e/x', '%00', '%', '100%',
    'a%2Fb', 'a+b', 'a b', ' lead', 'trail ', 'dots.', 'dots...', 'tab\there', 'cr\rhere', 'bell\x07', '\x01',
    'del\x7f', 'nbsp\u00a0x', 'zero\u200bwidth', 'line\u2028sep', 'rtl\u202egnp.exe', 'quote"s', "apostrophe's",
    'amp&lt;', '<tag>', ']]>', '&#x1F600;', '\U0001F600', '\U0001F600/\U0001F601', 'back\\slash', 'c:\\windows',
    'star*', 'what?', 'pipe|', 'colon:x', 'semi;x', '#hash', '@at', '=eq', ',comma', '{x}', '[y]', '(z)', '!bang',
    'con', 'NUL', 'aux.txt', 'com1', 'LPT9.log', 'Case', 'case', 'CASE/x', 'case/y',
    'caf\u00e9', 'cafe\u0301', '\u65e5\u672c\u8a9e/\u30da\u30fc\u30b8.html', '\ufeffbom', '\uffff', '\U0010ffff',
    '__proto__', 'constructor', 'toString', 'undefined', 'null', 'true', '0', '1e3', 'a~f', 'a~~f', 'x%7E',
    'x' * 250, 'y' * 255 + '/z', 'dir/' + 'w' * 300 + '.html', 'long/' + '/'.join(['k' * 60] * 16), 'u' * 1024,
    '\u00e9' * 512, 'objects.jsonl', 'index.html/', 'index.html', 'node_modules/x', '.env', 'Thumbs.db',
    'a?versionId=1', 'x?acl', 'list-type=2', 'policy', '?policy', '&', 'a&b=c', 'a=b&c=d',
]


def clients(url):
    common = dict(
        endpoint_url=url, region_name='us-east-1', aws_access_key_id='test', aws_secret_access_key='test')
    config = Config(s3={'addressing_style': 'path'}, retries={'max_attempts': 2}, max_pool_connections=8)
    return boto3.client('s3', config=config, **common)


def sentence(rng, words):
    vocabulary = 'sail rope anchor harbour wind order parcel invoice basket price candle lamp oak linen wool'.split()
    return ' '.join(rng.choice(vocabulary) for _ in range(words))


def content(rng, kind):
    if kind == 'html':
        body = ''.join(f'<p>{sentence(rng, 20)}</p>\n' for _ in range(rng.randint(1, 60)))
        return f'<!doctype html>\n<title>{sentence(rng, 4)}</title>\n{body}'.encode(), 'text/html; charset=utf-8'
    if kind == 'json':
        return json.dumps([{'sku': rng.randint(1, 10**9), 'name': sentence(rng, 3)} for _ in range(rng.randint(1, 80))]).encode(), 'application/json'
    if kind == 'jpg':
        return rng.randbytes(rng.randint(500, 60_000)), 'image/jpeg'
    if kind == 'gz':
        return gzip.compress(sentence(rng, 500).encode(), mtime=0), 'application/gzip'
    return b'', 'binary/octet-stream'


def estate(rng):
    """Every object to be made: bucket, key, bytes and the arguments of its put."""
    for bucket in BUCKETS:
        count = LARGE_LISTING_OBJECTS if bucket == LARGE_LISTING else OBJECTS_A_BUCKET
        for number in range(count):
            kind = rng.choice(['html', 'html', 'json', 'jpg', 'gz', 'empty'] if count < 1000 else ['json', 'empty'])
            folder = rng.choice(['', 'pages/', 'pages/en/', 'assets/2026/', 'data/'])
            body, content_type = content(rng, kind)
            arguments = {'ContentType': content_type}
            if rng.random() < 0.3:
                arguments['CacheControl'] = f'public, max-age={rng.randint(1, 9) * 3600}'
            if rng.random() < 0.2:
                arguments['Metadata'] = {'deployed-by': sentence(rng, 1), 'build': str(rng.randint(1, 999))}
            if rng.random() < 0.05:
                arguments['Tagging'] = 'team=web&stage=' + bucket.split('-')[1]
            if rng.random() < 0.05:
                arguments.update(
                    ContentDisposition='attachment; filename="x.bin"', ContentLanguage='de',
                    ContentEncoding='identity', StorageClass='STANDARD_IA')
            yield bucket, f'{folder}{kind}-{number}.{kind}', body, arguments
    for number, key in enumerate(HOSTILE_KEYS):
        yield HOSTILE, key, f'hostile {number}\n'.encode(), {'ContentType': 'text/plain'}
    yield 'marlow-archive', 'cold/2019.tar', rng.randbytes(4000), {'StorageClass': 'GLACIER'}


def put(s3, item):
    bucket, key, body, arguments = item
    s3.put_object(Bucket=bucket, Key=key, Body=body, **arguments)
    return {
        'bucket': bucket, 'key': key, 'size': len(body), 'sha256': hashlib.sha256(body).hexdigest(),
        'contentType': arguments.get('ContentType'), 'cacheControl': arguments.get('CacheControl'),
        'metadata': arguments.get('Metadata', {}), 'storageClass': arguments.get('StorageClass', 'STANDARD'),
        'tags': dict(pair.split('=') for pair in arguments['Tagging'].split('&')) if 'Tagging' in arguments else {},
    }


def multipart(s3, rng, bucket, key):
    parts = [rng.randbytes(5 * 1024 * 1024), rng.randbytes(300_000)]
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key, ContentType='application/zip')['UploadId']
    done = []
    for number, part in enumerate(parts, 1):
        etag = s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=part)['ETag']
        done.append({'PartNumber': number, 'ETag': etag})
    s3.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={'Parts': done})
    body = b''.join(parts)
    return {
        'bucket': bucket, 'key': key, 'size': len(body), 'sha256': hashlib.sha256(body).hexdigest(),
        'contentType': 'application/zip', 'cacheControl': None, 'metadata': {}, 'storageClass': 'STANDARD', 'tags': {},
    }


def read_policy(bucket, sid):
    return json.dumps({'Version': '2012-10-17', 'Statement': [{
        'Sid': sid, 'Effect': 'Allow', 'Principal': '*', 'Action': 's3:GetObject',
        'Resource': f'arn:aws:s3:::{bucket}/*'}]})


def configure(s3):
    """Sets sub-resources; returns which, by bucket. No access logging: moto's writes an object for every request, so reading would change the estate."""
    configured = {}

    def put_config(bucket, name, call, **arguments):
        getattr(s3, call)(Bucket=bucket, **arguments)
        configured.setdefault(bucket, []).append(name)

    for bucket in BUCKETS:
        # As AWS has it for new buckets; in the others each object has an ACL of its own.
        if not bucket.endswith(('-assets', '-newsletter')):
            put_config(bucket, 'ownership', 'put_bucket_ownership_controls', OwnershipControls={
                'Rules': [{'ObjectOwnership': 'BucketOwnerEnforced'}]})
    for shop in SHOPS:
        site = f'{shop}-prod-site'
        put_config(site, 'policy', 'put_bucket_policy', Policy=read_policy(site, 'PublicRead'))
        put_config(site, 'website', 'put_bucket_website', WebsiteConfiguration={
            'IndexDocument': {'Suffix': 'index.html'}, 'ErrorDocument': {'Key': '404.html'}})
        put_config(site, 'cors', 'put_bucket_cors', CORSConfiguration={'CORSRules': [{
            'AllowedMethods': ['GET', 'HEAD'], 'AllowedOrigins': [f'https://{shop}.example'], 'MaxAgeSeconds': 3600}]})
        put_config(site, 'tags', 'put_bucket_tagging', Tagging={'TagSet': [
            {'Key': 'shop', 'Value': shop}, {'Key': 'stage', 'Value': 'prod'}]})
        put_config(f'{shop}-backups', 'versioning', 'put_bucket_versioning', VersioningConfiguration={'Status': 'Enabled'})
        put_config(f'{shop}-backups', 'encryption', 'put_bucket_encryption', ServerSideEncryptionConfiguration={
            'Rules': [{'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'AES256'}}]})
        put_config(f'{shop}-access-logs', 'lifecycle', 'put_bucket_lifecycle_configuration', LifecycleConfiguration={
            'Rules': [{'ID': 'expire', 'Status': 'Enabled', 'Filter': {'Prefix': ''}, 'Expiration': {'Days': 30}}]})
        put_config(f'{shop}-invoices', 'publicAccessBlock', 'put_public_access_block', PublicAccessBlockConfiguration={
            'BlockPublicAcls': True, 'IgnorePublicAcls': True, 'BlockPublicPolicy': True, 'RestrictPublicBuckets': True})
    return configured


def seed(s3):
    rng = random.Random(46)
    for bucket in BUCKETS:
        s3.create_bucket(Bucket=bucket)
    configured = configure(s3)
    # Older versions and a delete marker: only what is current counts.
    for body in [b'first', b'second']:
        s3.put_object(Bucket='qos-backups', Key='versioned.txt', Body=body)
        s3.put_object(Bucket='qos-backups', Key='deleted.txt', Body=body)
    s3.delete_object(Bucket='qos-backups', Key='deleted.txt')
    items = list(estate(rng)) + [('qos-backups', 'versioned.txt', b'third', {})]
    with ThreadPoolExecutor(4) as pool:
        objects = list(pool.map(lambda item: put(s3, item), items))
    objects.append(multipart(s3, rng, 'marlow-backups', 'nightly/shop.zip'))
    return {'buckets': BUCKETS, 'configured': configured, 'objects': objects}


def change(s3):
    """Deploys a change; returns what it changed, as (type, path[, from])."""
    changes = []

    def changed(kind, path, before=None):
        changes.append({'type': kind, 'path': path, **({'from': before} if before else {})})

    s3.put_object(Bucket='qos-prod-site', Key='pages/new landing page.html', Body=b'<h1>new</h1>', ContentType='text/html')
    changed('added', 's3-buckets/qos-prod-site/pages/new landing page.html')
    s3.put_object(Bucket=HOSTILE, Key='../escape', Body=b'hostile, edited\n', ContentType='text/plain')
    changed('modified', f's3-buckets/{HOSTILE}/../escape')
    s3.delete_object(Bucket=HOSTILE, Key='a//b')
    changed('removed', f's3-buckets/{HOSTILE}/a//b')
    s3.copy_object(Bucket=HOSTILE, Key='moved/caf\u00e9 %', CopySource={'Bucket': HOSTILE, 'Key': 'caf\u00e9'})
    s3.delete_object(Bucket=HOSTILE, Key='caf\u00e9')
    changed('renamed', f's3-buckets/{HOSTILE}/moved/caf\u00e9 %', f's3-buckets/{HOSTILE}/caf\u00e9')
    s3.copy_object(
        Bucket=HOSTILE, Key='100%', CopySource={'Bucket': HOSTILE, 'Key': '100%'}, MetadataDirective='REPLACE',
        ContentType='text/plain', CacheControl='no-store', Metadata={'reviewed': 'yes'})
    changed('metadata', f's3-buckets/{HOSTILE}/100%')
    s3.put_bucket_policy(Bucket='marlow-prod-site', Policy=read_policy('marlow-prod-site', 'PublicReadV2'))
    changed('modified', 's3-configs/marlow-prod-site.json')
    return {'changes': changes}


def main():
    _, url, action = sys.argv
    print(json.dumps({'seed': seed, 'change': change}[action](clients(url))))


if __name__ == '__main__':
    main()
