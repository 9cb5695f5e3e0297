"""Fills a moto server with everything of an estate but S3, and tells what is in it. Knows nothing of jsnap.

    seed-services.py URL seed      makes the estate
    seed-services.py URL change    deploys a change

Prints the truth as JSON. Every secret value that is planted begins with `CANARY-`.
"""

import base64
import hashlib
import io
import json
import random
import sys
import zipfile

import boto3
from botocore.config import Config

SHOPS = ['qos', 'sailjada', 'marlow']
DISTRIBUTIONS = 66
FUNCTIONS = 21
ZONES = 16
LARGE_ZONE_RECORDS = 320
TABLE_ITEMS = 1600  # of 2 KB: beyond one page of a scan
REGION = 'us-east-1'


class Estate:
    def __init__(self, url):
        self.url = url
        self.rng = random.Random(66)
        self.truth = {}
        self.canaries = []

    def client(self, name):
        config = Config(retries={'max_attempts': 2})
        return boto3.client(
            name, endpoint_url=self.url, region_name=REGION, aws_access_key_id='test',
            aws_secret_access_key='test', config=config)

    def canary(self, place):
        value = f'CANARY-{place}-{self.rng.getrandbits(64):016x}'
        self.canaries.append(value)
        return value


def allow(action, resource='*', **more):
    return json.dumps({'Version': '2012-10-17', 'Statement': [
        {'Effect': 'Allow', 'Action': action, 'Resource': resource, **more}]})


def trust(service):
    return json.dumps({'Version': '2012-10-17', 'Statement': [
        {'Effect': 'Allow', 'Principal': {'Service': service}, 'Action': 'sts:AssumeRole'}]})


def package(number, note=''):
    """A zip of some files; the same for the same number."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, text in {
            'index.js': f'exports.handler = async () => ({{ shop: {number}, note: "{note}" }})\n',
            'lib/prices.json': json.dumps({'eur': number * 10}),
        }.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), text)
    return held.getvalue()


def seed_iam(estate):
    iam = estate.client('iam')
    role = iam.create_role(RoleName='shop-functions', AssumeRolePolicyDocument=trust('lambda.amazonaws.com'))['Role']['Arn']
    iam.create_role(RoleName='nobody-uses-this', AssumeRolePolicyDocument=trust('ec2.amazonaws.com'))
    policy = iam.create_policy(PolicyName='shop-tables', PolicyDocument=allow(['dynamodb:GetItem', 'dynamodb:Query']))['Policy']['Arn']
    iam.attach_role_policy(RoleName='shop-functions', PolicyArn=policy)
    iam.put_role_policy(RoleName='shop-functions', PolicyName='send', PolicyDocument=allow('ses:SendEmail'))
    estate.truth['roles'] = {'used': ['shop-functions'], 'unused': ['nobody-uses-this']}
    estate.truth['policies'] = ['shop-tables']
    return role


def seed_lambda(estate, role):
    functions = estate.client('lambda')
    made = {}
    for number in range(FUNCTIONS):
        shop = SHOPS[number % 3]
        name = f'{shop}-fn-{number}'
        code = package(number)
        functions.create_function(
            FunctionName=name, Runtime='nodejs22.x', Role=role, Handler='index.handler', Code={'ZipFile': code},
            MemorySize=128 + 64 * (number % 5), Timeout=3 + number,
            Environment={'Variables': {'STAGE': 'prod', 'API_TOKEN': estate.canary('lambda-env')}})
        made[name] = {'codeSha256': base64.b64encode(hashlib.sha256(code).digest()).decode(), 'memory': 128 + 64 * (number % 5)}
        if number % 4 == 0:
            functions.publish_version(FunctionName=name)
            functions.create_alias(FunctionName=name, Name='live', FunctionVersion='1')
            functions.add_permission(
                FunctionName=name, StatementId='api', Action='lambda:InvokeFunction', Principal='apigateway.amazonaws.com')
            functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=5 + number)
    estate.truth['functions'] = made


def seed_route53(estate):
    route53 = estate.client('route53')
    zones = {}
    for number in range(ZONES):
        # Two zones of one name, as while a domain moves.
        name = 'sailjada.example.' if number in (3, 9) else f'zone{number}.example.'
        zone = route53.create_hosted_zone(Name=name, CallerReference=f'ref-{number}')['HostedZone']['Id'].split('/')[-1]
        records = [{'Name': f'h{i}.{name}', 'Type': 'A', 'TTL': 300, 'ResourceRecords': [{'Value': f'192.0.2.{i % 250}'}]}
                   for i in range(LARGE_ZONE_RECORDS if number == 0 else 6)]
        records += [
            {'Name': f'w.{name}', 'Type': 'A', 'SetIdentifier': part, 'Weight': weight, 'TTL': 60,
             'ResourceRecords': [{'Value': '192.0.2.1'}]} for part, weight in (('blue', 90), ('green', 10))]
        records += [
            {'Name': f'geo.{name}', 'Type': 'A', 'SetIdentifier': 'eu', 'GeoLocation': {'ContinentCode': 'EU'}, 'TTL': 60,
             'ResourceRecords': [{'Value': '192.0.2.7'}]},
            {'Name': f'txt.{name}', 'Type': 'TXT', 'TTL': 900, 'ResourceRecords': [{'Value': '"v=spf1 -all"'}]},
            {'Name': f'cdn.{name}', 'Type': 'A', 'AliasTarget': {
                'HostedZoneId': 'Z2FDTNDATAQYW2', 'DNSName': 'd111.cloudfront.net.', 'EvaluateTargetHealth': False}}]
        for start in range(0, len(records), 100):
            route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={'Changes': [
                {'Action': 'CREATE', 'ResourceRecordSet': record} for record in records[start:start + 100]]})
        # SOA and NS are there from the beginning.
        zones[zone] = {'name': name, 'records': len(records) + 2}
    route53.create_health_check(CallerReference='hc', HealthCheckConfig={
        'Type': 'HTTPS', 'FullyQualifiedDomainName': 'shop.example', 'Port': 443, 'ResourcePath': '/up'})
    estate.truth['zones'] = zones


def seed_cloudfront(estate, certificate):
    cloudfront = estate.client('cloudfront')
    made = {}
    for number in range(DISTRIBUTIONS):
        shop = SHOPS[number % 3]
        distribution = cloudfront.create_distribution(DistributionConfig={
            'CallerReference': f'd{number}', 'Comment': f'{shop} site {number}', 'Enabled': True,
            'Aliases': {'Quantity': 1, 'Items': [f'www{number}.{shop}.example']},
            'Origins': {'Quantity': 1, 'Items': [{
                'Id': 'site', 'DomainName': f'{shop}-prod-site.s3.amazonaws.com', 'S3OriginConfig': {'OriginAccessIdentity': ''},
                'CustomHeaders': {'Quantity': 1, 'Items': [
                    {'HeaderName': 'x-origin-verify', 'HeaderValue': estate.canary('cloudfront-header')}]}}]},
            'DefaultCacheBehavior': {
                'TargetOriginId': 'site', 'ViewerProtocolPolicy': 'redirect-to-https', 'MinTTL': 0,
                'ForwardedValues': {'QueryString': False, 'Cookies': {'Forward': 'none'}}},
            'CacheBehaviors': {'Quantity': 1, 'Items': [{
                'PathPattern': '/assets/*', 'TargetOriginId': 'site', 'ViewerProtocolPolicy': 'https-only', 'MinTTL': 60,
                'ForwardedValues': {'QueryString': False, 'Cookies': {'Forward': 'none'}}}]},
            'ViewerCertificate': {'ACMCertificateArn': certificate, 'SSLSupportMethod': 'sni-only'}})['Distribution']
        made[distribution['Id']] = {'comment': f'{shop} site {number}'}
    estate.truth['distributions'] = made


def seed_dynamodb(estate):
    dynamodb = estate.client('dynamodb')
    tables = {}
    for shop in SHOPS:
        name = f'{shop}-orders'
        dynamodb.create_table(
            TableName=name, BillingMode='PAY_PER_REQUEST',
            AttributeDefinitions=[{'AttributeName': 'customer', 'AttributeType': 'S'}, {'AttributeName': 'number', 'AttributeType': 'N'}],
            KeySchema=[{'AttributeName': 'customer', 'KeyType': 'HASH'}, {'AttributeName': 'number', 'KeyType': 'RANGE'}])
        count = TABLE_ITEMS if shop == 'qos' else 60
        items = [{
            'customer': {'S': f'c{i % 40:03d}'}, 'number': {'N': str(i * 7 % 2003)}, 'total': {'N': f'{i}.50'},
            'tags': {'SS': ['b', 'a', f't{i % 3}']}, 'note': {'S': 'x' * (2000 if shop == 'qos' else 20)},
            'lines': {'L': [{'M': {'sku': {'S': f's{i}'}}}]}, 'paid': {'BOOL': i % 2 == 0}} for i in range(count)]
        for start in range(0, count, 25):
            dynamodb.batch_write_item(RequestItems={name: [{'PutRequest': {'Item': item}} for item in items[start:start + 25]]})
        tables[name] = count
    dynamodb.update_time_to_live(TableName='qos-orders', TimeToLiveSpecification={'Enabled': True, 'AttributeName': 'expires'})
    estate.truth['tables'] = tables


def seed_rds(estate):
    rds = estate.client('rds')
    instances = []
    for shop in SHOPS:
        rds.create_db_instance(
            DBInstanceIdentifier=f'{shop}-db', DBInstanceClass='db.t4g.micro', Engine='postgres', MasterUsername='shop',
            MasterUserPassword=estate.canary('rds-password'), AllocatedStorage=20)
        instances.append(f'{shop}-db')
    rds.create_db_parameter_group(DBParameterGroupName='shop-pg', DBParameterGroupFamily='postgres16', Description='shops')
    rds.modify_db_parameter_group(DBParameterGroupName='shop-pg', Parameters=[
        {'ParameterName': 'max_connections', 'ParameterValue': '200', 'ApplyMethod': 'pending-reboot'}])
    estate.truth['databases'] = instances


def seed_ses(estate):
    ses, sesv2 = estate.client('ses'), estate.client('sesv2')
    for shop in SHOPS:
        sesv2.create_email_identity(EmailIdentity=f'{shop}.example')
        ses.create_template(Template={'TemplateName': f'{shop}-order', 'SubjectPart': 'Your order', 'TextPart': 'Thank you.'})
    sesv2.create_configuration_set(ConfigurationSetName='shops')
    ses.create_receipt_rule_set(RuleSetName='inbound')
    estate.truth['identities'] = [f'{shop}.example' for shop in SHOPS]
    estate.truth['templates'] = [f'{shop}-order' for shop in SHOPS]


def seed_api_gateway(estate):
    rest, http = estate.client('apigateway'), estate.client('apigatewayv2')
    apis = []
    for shop in SHOPS:
        api = rest.create_rest_api(name=f'{shop}-rest')['id']
        root = rest.get_resources(restApiId=api)['items'][0]['id']
        orders = rest.create_resource(restApiId=api, parentId=root, pathPart='orders')['id']
        rest.put_method(restApiId=api, resourceId=orders, httpMethod='GET', authorizationType='NONE', apiKeyRequired=True)
        rest.put_integration(
            restApiId=api, resourceId=orders, httpMethod='GET', type='HTTP', integrationHttpMethod='GET', uri='https://backend.example/orders',
            requestParameters={'integration.request.header.x-key': f"'{estate.canary('integration-header')}'"})
        rest.put_method_response(restApiId=api, resourceId=orders, httpMethod='GET', statusCode='200')
        rest.put_integration_response(restApiId=api, resourceId=orders, httpMethod='GET', statusCode='200')
        rest.create_deployment(restApiId=api, stageName='prod', variables={'token': estate.canary('stage-variable')})
        http.create_api(Name=f'{shop}-http', ProtocolType='HTTP')
        apis += [f'{shop}-rest', f'{shop}-http']
    rest.create_api_key(name='partner', value=estate.canary('api-key'), enabled=True)
    estate.truth['apis'] = apis


def seed_certificates(estate):
    acm = estate.client('acm')
    arns = [acm.request_certificate(DomainName=f'{shop}.example', ValidationMethod='DNS',
                                    SubjectAlternativeNames=[f'www.{shop}.example'])['CertificateArn'] for shop in SHOPS]
    estate.truth['certificates'] = arns
    return arns[0]


def seed_waf(estate):
    waf = estate.client('wafv2')
    visible = {'SampledRequestsEnabled': True, 'CloudWatchMetricsEnabled': True, 'MetricName': 'shop'}
    for scope in ('REGIONAL', 'CLOUDFRONT'):
        waf.create_web_acl(
            Name=f'shop-{scope.lower()}', Scope=scope, DefaultAction={'Allow': {}}, VisibilityConfig=visible,
            Rules=[{'Name': 'verify', 'Priority': 1, 'Action': {'Block': {}}, 'VisibilityConfig': visible,
                    'Statement': {'ByteMatchStatement': {
                        'SearchString': estate.canary('waf-search').encode(), 'FieldToMatch': {'SingleHeader': {'Name': 'x-verify'}},
                        'TextTransformations': [{'Priority': 0, 'Type': 'NONE'}], 'PositionalConstraint': 'EXACTLY'}}}])
        waf.create_ip_set(Name=f'office-{scope.lower()}', Scope=scope, IPAddressVersion='IPV4', Addresses=['192.0.2.0/24'])
    estate.truth['webAcls'] = ['shop-regional', 'shop-cloudfront']


def seed_integrations(estate):
    sns, sqs, events = estate.client('sns'), estate.client('sqs'), estate.client('events')
    topic = sns.create_topic(Name='orders')['TopicArn']
    sns.subscribe(TopicArn=topic, Protocol='https', Endpoint=f'https://hooks.example.com/services/{estate.canary("sns-endpoint")}')
    dead = sqs.create_queue(QueueName='orders-dead')['QueueUrl']
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=['QueueArn'])['Attributes']['QueueArn']
    sqs.create_queue(QueueName='orders', Attributes={
        'RedrivePolicy': json.dumps({'deadLetterTargetArn': arn, 'maxReceiveCount': '5'})})
    events.create_event_bus(Name='shop')
    events.put_rule(Name='nightly', ScheduleExpression='rate(1 day)', State='ENABLED')
    events.put_targets(Rule='nightly', Targets=[{'Id': 'queue', 'Arn': arn}])
    connection = events.create_connection(Name='erp', AuthorizationType='API_KEY', AuthParameters={
        'ApiKeyAuthParameters': {'ApiKeyName': 'x-api-key', 'ApiKeyValue': estate.canary('connection')}})['ConnectionArn']
    events.create_api_destination(
        Name='erp-orders', ConnectionArn=connection, InvocationEndpoint='https://erp.example/orders', HttpMethod='POST')
    estate.client('stepfunctions').create_state_machine(
        name='fulfil', roleArn='arn:aws:iam::123456789012:role/shop-functions',
        definition=json.dumps({'StartAt': 'Wait', 'States': {'Wait': {'Type': 'Wait', 'Seconds': 1, 'End': True}}}))
    estate.client('cloudwatch').put_metric_alarm(
        AlarmName='errors', MetricName='Errors', Namespace='AWS/Lambda', Statistic='Sum', Period=60, EvaluationPeriods=1,
        Threshold=1, ComparisonOperator='GreaterThanThreshold')
    logs = estate.client('logs')
    logs.create_log_group(logGroupName='/aws/lambda/qos-fn-0')
    logs.put_retention_policy(logGroupName='/aws/lambda/qos-fn-0', retentionInDays=30)
    ssm = estate.client('ssm')
    ssm.put_parameter(Name='/shop/db/password', Value=estate.canary('ssm-secure'), Type='SecureString')
    ssm.put_parameter(Name='/shop/db/host', Value=estate.canary('ssm-plain'), Type='String')
    estate.client('secretsmanager').create_secret(Name='shop/db', SecretString=estate.canary('secretsmanager'))
    cognito = estate.client('cognito-idp')
    pool = cognito.create_user_pool(PoolName='customers')['UserPool']['Id']
    secret = cognito.create_user_pool_client(UserPoolId=pool, ClientName='shop', GenerateSecret=True)['UserPoolClient']['ClientSecret']
    estate.canaries.append(secret)
    # moto has no subscribers and tags of budgets to read.
    estate.client('budgets').create_budget(
        AccountId='123456789012',
        Budget={'BudgetName': 'monthly-costs', 'BudgetType': 'COST', 'TimeUnit': 'MONTHLY',
                'BudgetLimit': {'Amount': '500', 'Unit': 'USD'}},
        NotificationsWithSubscribers=[{
            'Notification': {'NotificationType': 'ACTUAL', 'ComparisonOperator': 'GREATER_THAN', 'Threshold': 80.0},
            'Subscribers': [{'SubscriptionType': 'EMAIL', 'Address': 'ops@example.com'}]}])
    estate.truth['integrations'] = {
        'sns': ['orders'], 'sqs': ['orders', 'orders-dead'], 'eventbridge': ['nightly', 'erp-orders', 'shop'],
        'step-functions': ['fulfil'], 'cloudwatch': ['errors'], 'logs': ['aws/lambda/qos-fn-0'],
        'ssm': ['shop/db/password', 'shop/db/host'], 'secretsmanager': ['shop/db'], 'cognito': ['customers'], 'budgets': ['monthly-costs']}


def seed(url):
    estate = Estate(url)
    role = seed_iam(estate)
    seed_lambda(estate, role)
    seed_route53(estate)
    certificate = seed_certificates(estate)
    seed_cloudfront(estate, certificate)
    seed_dynamodb(estate)
    seed_rds(estate)
    seed_ses(estate)
    seed_api_gateway(estate)
    seed_waf(estate)
    seed_integrations(estate)
    return {**estate.truth, 'canaries': estate.canaries}


def change(url):
    """Deploys a change; returns what it touched, in words of the services."""
    estate = Estate(url)
    route53, functions, dynamodb = estate.client('route53'), estate.client('lambda'), estate.client('dynamodb')
    zone = next(z for z in route53.list_hosted_zones()['HostedZones'] if z['Name'] == 'zone1.example.')['Id']
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={'Changes': [{
        'Action': 'UPSERT', 'ResourceRecordSet': {
            'Name': 'h0.zone1.example.', 'Type': 'A', 'TTL': 60, 'ResourceRecords': [{'Value': '192.0.2.0'}]}}]})
    estate.rng.seed(67)
    secret = estate.canary('lambda-env')
    functions.update_function_configuration(
        FunctionName='qos-fn-0', MemorySize=512, Environment={'Variables': {'STAGE': 'prod', 'API_TOKEN': secret}})
    functions.update_function_code(FunctionName='qos-fn-0', ZipFile=package(0, 'deployed'))
    dynamodb.put_item(TableName='marlow-orders', Item={'customer': {'S': 'c999'}, 'number': {'N': '1'}})
    change_settings(estate)
    change_records(route53, zone)
    change_apis(estate)
    change_integrations(estate)
    make_and_delete(estate)
    return {'zone': 'zone1.example', 'function': 'qos-fn-0', 'table': 'marlow-orders', 'canaries': [secret]}


def change_settings(estate):
    """Changes one setting of each of many services."""
    cloudfront = estate.client('cloudfront')
    # Moto's list tells no more than ids.
    ids = [d['Id'] for page in cloudfront.get_paginator('list_distributions').paginate() for d in page['DistributionList']['Items']]
    site = next(i for i in ids if cloudfront.get_distribution_config(Id=i)['DistributionConfig']['Comment'] == 'qos site 0')
    answer = cloudfront.get_distribution_config(Id=site)
    config = answer['DistributionConfig']
    config['CacheBehaviors']['Items'][0]['MinTTL'] = 120
    cloudfront.update_distribution(Id=site, IfMatch=answer['ETag'], DistributionConfig=config)
    estate.client('iam').put_role_policy(
        RoleName='shop-functions', PolicyName='send', PolicyDocument=allow(['ses:SendEmail', 'ses:SendRawEmail']))
    estate.client('ses').update_template(
        Template={'TemplateName': 'qos-order', 'SubjectPart': 'Your QOS order', 'TextPart': 'Thank you.'})
    sqs = estate.client('sqs')
    sqs.set_queue_attributes(QueueUrl=sqs.get_queue_url(QueueName='orders')['QueueUrl'], Attributes={'VisibilityTimeout': '45'})
    estate.client('events').put_rule(Name='nightly', ScheduleExpression='rate(2 days)', State='ENABLED')
    estate.client('rds').modify_db_instance(DBInstanceIdentifier='qos-db', DBInstanceClass='db.t4g.small', ApplyImmediately=True)
    waf = estate.client('wafv2')
    offices = next(i for i in waf.list_ip_sets(Scope='REGIONAL')['IPSets'] if i['Name'] == 'office-regional')
    waf.update_ip_set(Name=offices['Name'], Scope='REGIONAL', Id=offices['Id'], LockToken=offices['LockToken'],
                      Addresses=['192.0.2.0/24', '198.51.100.0/24'])
    estate.client('logs').put_retention_policy(logGroupName='/aws/lambda/qos-fn-0', retentionInDays=90)
    estate.client('cloudwatch').put_metric_alarm(
        AlarmName='errors', MetricName='Errors', Namespace='AWS/Lambda', Statistic='Sum', Period=60, EvaluationPeriods=1,
        Threshold=5, ComparisonOperator='GreaterThanThreshold')


def change_records(route53, zone):
    """A record of a set, an alias and a text change, one record goes and one comes."""
    def record(action, name, kind, **more):
        return {'Action': action, 'ResourceRecordSet': {'Name': f'{name}.zone1.example.', 'Type': kind, **more}}
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={'Changes': [
        record('UPSERT', 'w', 'A', SetIdentifier='green', Weight=50, TTL=60, ResourceRecords=[{'Value': '192.0.2.1'}]),
        record('UPSERT', 'cdn', 'A', AliasTarget={
            'HostedZoneId': 'Z2FDTNDATAQYW2', 'DNSName': 'd222.cloudfront.net.', 'EvaluateTargetHealth': False}),
        record('UPSERT', 'txt', 'TXT', TTL=900, ResourceRecords=[{'Value': '"v=spf1 include:amazonses.com -all"'}]),
        record('DELETE', 'h5', 'A', TTL=300, ResourceRecords=[{'Value': '192.0.2.5'}]),
        record('CREATE', '_dmarc', 'TXT', TTL=300, ResourceRecords=[{'Value': '"v=DMARC1; p=none"'}])]})


def change_apis(estate):
    rest = estate.client('apigateway')
    api = next(a['id'] for a in rest.get_rest_apis()['items'] if a['name'] == 'qos-rest')
    orders = next(r for r in rest.get_resources(restApiId=api)['items'] if r['path'] == '/orders')['id']
    rest.put_method(restApiId=api, resourceId=orders, httpMethod='DELETE', authorizationType='AWS_IAM')
    rest.update_stage(restApiId=api, stageName='prod', patchOperations=[
        {'op': 'replace', 'path': '/description', 'value': 'the shop'}])
    returns = rest.create_resource(restApiId=api, parentId=orders, pathPart='returns')['id']
    rest.put_method(restApiId=api, resourceId=returns, httpMethod='POST', authorizationType='AWS_IAM')


def change_integrations(estate):
    sns, sqs, events = estate.client('sns'), estate.client('sqs'), estate.client('events')
    topic = next(t['TopicArn'] for t in sns.list_topics()['Topics'] if t['TopicArn'].endswith(':orders'))
    dead = sqs.get_queue_url(QueueName='orders-dead')['QueueUrl']
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=['QueueArn'])['Attributes']['QueueArn']
    sns.subscribe(TopicArn=topic, Protocol='sqs', Endpoint=arn)
    events.put_targets(Rule='nightly', Targets=[{'Id': 'queue', 'Arn': arn, 'Input': '{"full": true}'}])
    machines = estate.client('stepfunctions')
    machines.update_state_machine(
        stateMachineArn=machines.list_state_machines()['stateMachines'][0]['stateMachineArn'],
        definition=json.dumps({'StartAt': 'Wait', 'States': {'Wait': {'Type': 'Wait', 'Seconds': 5, 'End': True}}}))
    functions = estate.client('lambda')
    functions.put_function_concurrency(FunctionName='qos-fn-0', ReservedConcurrentExecutions=50)
    functions.remove_permission(FunctionName='sailjada-fn-4', StatementId='api')
    dynamodb = estate.client('dynamodb')
    dynamodb.update_time_to_live(TableName='qos-orders', TimeToLiveSpecification={'Enabled': False, 'AttributeName': 'expires'})
    rds = estate.client('rds')
    rds.modify_db_parameter_group(DBParameterGroupName='shop-pg', Parameters=[
        {'ParameterName': 'max_connections', 'ParameterValue': '400', 'ApplyMethod': 'pending-reboot'}])


def make_and_delete(estate):
    sqs = estate.client('sqs')
    sqs.create_queue(QueueName='returns')
    estate.client('ses').delete_template(TemplateName='marlow-order')
    estate.client('route53').create_hosted_zone(Name='new.example.', CallerReference='new')
    estate.client('rds').delete_db_instance(DBInstanceIdentifier='marlow-db', SkipFinalSnapshot=True)
    estate.client('lambda').delete_function(FunctionName='marlow-fn-2')
    estate.client('dynamodb').delete_table(TableName='sailjada-orders')


def main():
    _, url, action = sys.argv
    print(json.dumps({'seed': seed, 'change': change}[action](url)))


if __name__ == '__main__':
    main()
