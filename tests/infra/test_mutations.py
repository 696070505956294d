"""Each assertion of the modules' own tests fails when what it asserts is no longer so."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import pytest
from tests.infra.modules import MODULES, copy_of, terraform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# A mutation that would get in the way of another waits for a later round.
LATER = None

FUNCTION_ALARM = """\
failed within five minutes."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 30
  evaluation_periods  = 1
"""
API_ALARM = FUNCTION_ALARM.replace("failed", "5xx")
HEADERS = "    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id\n"
ZONE = """\
data "aws_route53_zone" "zone" {
  count = var.domain == null ? 0 : 1
"""
TAGGED = """\
Resource  = [local.cloudfront.distribution]
        Condition = { StringEqualsIfExists ="""
KEY = """\
    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
"""

# By module and by the assertion's message: the mutations that it has to see, each a text and what to put in its place.
MUTATIONS: dict[str, dict[str, list[tuple[str, str] | None]]] = {
    "api_gateway-lambda": {
        "The function has to run on arm64 and python3.13.": [
            ('["arm64"]', '["x86_64"]'),
            ("= var.runtime\n", '= "python3.12"\n'),
        ],
        "The handler is not the zip's.": [("counter.handler.handler", "counter.handler")],
        "The zip's path has to be relative to the module, or plans differ with the folder.": [
            ("${path.module}/${var.zip}", "${abspath(path.module)}/${var.zip}")
        ],
        "A change of the zip has to be seen by its hash.": [("= local.zip_hash", '= "none"')],
        "A new account refuses any reserved concurrency.": [("= var.reserved_concurrency", "= 5")],
        "The function's limit has to be above the store's seven seconds and below the API's thirty.": [
            ("= 10 #", "= 7 #"),
            ("= 10 #", "= 30 #"),
        ],
        "The function's environment is not what the handler reads.": [
            ("COUNTS_TABLE           =", "TABLE ="),
            ("= var.keys_table.name", "= var.counts_table.name"),
            ("SHARDS                 = var.shards", "SHARDS = 1"),
            ("VIEWER_ADDRESS_HEADER  = var.viewer_address_header", 'VIEWER_ADDRESS_HEADER = "X-Forwarded-For"'),
        ],
        "The alias has to stand for a published version.": [
            ("publish                        = true", "publish = false"),
            ("function_version = aws_lambda_function.counter.version", 'function_version = "$LATEST"'),
        ],
        "The role has to be under the boundary where there is one.": [("= var.permissions_boundary ?", "= false ?")],
        "There is no boundary before it is made.": [LATER, ("= var.permissions_boundary ?", "= true ?")],
        "Lambda alone may assume the function's role.": [('Service = "lambda.amazonaws.com"', 'AWS = "*"')],
        "The function's role allows more or less than the code's own calls.": [
            ('"dynamodb:UpdateItem"]', '"dynamodb:UpdateItem", "dynamodb:Scan"]'),
            ("Resource = var.keys_table.arn", 'Resource = "*"'),
            ('["logs:CreateLogStream", "logs:PutLogEvents"]', '["logs:*"]'),
            ('["dynamodb:BatchGetItem", "dynamodb:PutItem"]', '["dynamodb:BatchGetItem"]'),
        ],
        "All of /api/ belongs to the function.": [("ANY /api/{proxy+}", "POST /api/visits")],
        "What no route matches belongs to the function too, so that API Gateway never answers a 404.": [
            ('"$default"\n  target', '"ANY /other"\n  target')
        ],
        "The API has to call the alias with payload 2.0.": [
            ("= aws_lambda_alias.live.invoke_arn", "= aws_lambda_function.counter.invoke_arn"),
            ('= "2.0"', '= "1.0"'),
        ],
        "This API may invoke the alias, and nothing else may.": [
            ("${aws_apigatewayv2_api.counter.execution_arn}/*", "arn:aws:execute-api:eu-central-1:111122223333:*"),
            ("qualifier     = aws_lambda_alias.live.name", "qualifier = null"),
            ('"apigateway.amazonaws.com"', '"*"'),
        ],
        "The API has to be throttled: it is what bounds the bill.": [
            ("= var.throttle.rate", "= 10000"),
            ("= var.throttle.burst", "= 5000"),
        ],
        "Page and API have one origin, so no other may call.": [
            (
                'protocol_type = "HTTP"\n',
                'protocol_type = "HTTP"\n  cors_configuration {\n    allow_origins = ["*"]\n  }\n',
            )
        ],
        "Logs have to go after the days that the environment says.": [
            (
                'retention_in_days = var.log_retention_days\n}\n\nresource "aws_iam_role"',
                '}\n\nresource "aws_iam_role"',
            ),
            (
                'retention_in_days = var.log_retention_days\n}\n\nresource "aws_apigatewayv2_stage"',
                '}\n\nresource "aws_apigatewayv2_stage"',
            ),
            ("/aws/lambda/${", "/lambda/${"),
        ],
        "The access log has to lie where the account's resource policy does not grow with it.": [
            ("/aws/vendedlogs/apis", "/aws/apigateway")
        ],
        "The access log may name neither an address nor a user agent.": [
            ("$context.requestId", "$context.identity.sourceIp"),
            ("$context.requestId", "$context.identity.userAgent"),
        ],
        "The secret's current and previous generation have to be there, and no other.": [
            ("generation in local.generations", "generation in [0, 1, 2, 3]")
        ],
        "A plan must not show the secret.": [("sensitive(data.", "nonsensitive(data.")],
        "The secret must not change from plan to plan.": [
            ("ignore_changes = [triggers_replace]", "ignore_changes = []")
        ],
        "To raise the generation has to change the secret.": [
            LATER,
            ("current  = var.origin_verify_generation", "current = 1"),
        ],
        "While CloudFront still sends the old secret, the function has to accept it.": [
            LATER,
            LATER,
            ("previous = var.origin_verify_generation - 1", "previous = var.origin_verify_generation"),
        ],
    },
    "budget": {
        "The budget has to be of a month's cost, in US dollars.": [
            ('"COST"', '"USAGE"'),
            ('"MONTHLY"', '"DAILY"'),
            ("= var.monthly_budget", '= "500"'),
            ('"USD"', '"EUR"'),
        ],
        "Somebody has to be told at 50, 80 and 100 %.": [("[50, 80, 100]", "[50, 100]")],
        "What has been spent has to be told by e-mail, in per cent of the budget.": [
            ('"ACTUAL"', '"FORECASTED"'),
            ('"GREATER_THAN"', '"LESS_THAN"'),
            ('"PERCENTAGE"', '"ABSOLUTE_VALUE"'),
            ("= [var.email]", '= ["another@example.com"]'),
        ],
    },
    "certificate": {
        "The certificate has to be the domain's, and renew itself by DNS.": [
            ("= var.domain\n", "= var.zone\n"),
            ('"DNS"', '"EMAIL"'),
        ],
        "The zone has to hold the record that AWS asks for.": [
            ("local.validation.resource_record_name", "var.domain"),
            ("= local.validation.resource_record_type", '= "TXT"'),
            ("[local.validation.resource_record_value]", "[var.domain]"),
            ("data.aws_route53_zone.zone[0].zone_id", "var.zone"),
        ],
        "The record has to lie in the zone of the settings.": [("name = var.zone", "name = var.domain")],
        "The distribution has to get this certificate.": [
            (
                "certificate_arn         = aws_acm_certificate.site[0].arn",
                "certificate_arn = aws_acm_certificate.site[0].id",
            )
        ],
        "The certificate has to be waited for.": [("[aws_route53_record.validation[0].fqdn]", "[var.domain]")],
        "The wait for a certificate has to end before the pipeline's credentials do.": [('"30m"', '"75m"')],
        "A zone's own name is a domain in it.": [LATER, ("= var.domain\n", '= "resume.${var.domain}"\n')],
        "Without a domain nothing may be left of an earlier one.": [
            (ZONE, ZONE.replace("var.domain == null ? 0 : 1", "1"))
        ],
    },
    "cloudwatch": {
        "The alarm has to look at the share of failed invocations.": [
            ("100 * errors / invocations", "errors / invocations"),
            ("100 * errors / invocations", "errors"),
        ],
        "The share has to be of the function's errors and invocations over five minutes.": [
            ('errors = "Errors"', 'errors = "Throttles"'),
            ('invocations = "Invocations"', 'invocations = "ConcurrentExecutions"'),
            (
                "FunctionName = var.function_name }\n        period      = 300",
                "FunctionName = var.function_name }\n        period = 60",
            ),
        ],
        "The function's alarm has to go off above 30 %, at the first five minutes.": [
            (FUNCTION_ALARM, FUNCTION_ALARM.replace("30", "50")),
            (FUNCTION_ALARM, FUNCTION_ALARM.replace("= 1", "= 3")),
            (FUNCTION_ALARM, FUNCTION_ALARM.replace("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")),
        ],
        "The alarm has to look at the share of 5xx answers.": [("100 * errors / requests", "errors / requests")],
        "An HTTP API counts as 5xx and Count, under ApiId.": [
            ('errors = "5xx"', 'errors = "5XXError"'),
            ("{ ApiId = var.api_id }", "{ ApiName = var.api_id, ApiId = var.name }"),
        ],
        "The API's alarm has to go off above 30 %, at the first five minutes.": [
            (API_ALARM, API_ALARM.replace("30", "50")),
            (API_ALARM, API_ALARM.replace("= 1", "= 3")),
            (API_ALARM, API_ALARM.replace("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")),
        ],
        "Throttling of the function and of each table, reads and writes, has to be watched.": [
            ('["ReadThrottleEvents", "WriteThrottleEvents"]', '["WriteThrottleEvents"]'),
            ("{ TableName = name }", "{ TableName = table }"),
            ('metric = "Throttles"', 'metric = "Errors"'),
        ],
        "One throttled request within five minutes has to be told.": [
            ('statistic           = "Sum"', 'statistic = "Maximum"'),
            ("threshold           = 0", "threshold = 1"),
            ("period              = 300", "period = 60"),
        ],
        "Where nobody visits there is no data, and nothing is wrong.": [('"notBreaching"', '"breaching"')],
        "Each alarm has to reach the topic.": [("= [var.topic_arn]", "= []")],
        "The outputs have to name each alarm.": [("aws_cloudwatch_metric_alarm.api_5xx.alarm_name]", "]")],
        "The dashboard has to show function, API and tables.": [
            ('["AWS/Lambda", "Errors"', '["AWS/Lambda", "DeadLetterErrors"'),
            ("for name in var.table_names", "for name in []"),
        ],
        "The dashboard's widgets have to lie side by side, two in a row, and look into the environment's region.": [
            ("12 * (index % 2)", "0"),
            ("= var.region", '= "us-east-1"'),
        ],
    },
    "dns": {
        "The site has to be found by IPv4 and by IPv6.": [('["A", "AAAA"]', '["A"]')],
        "The domain has to lead to the distribution, by an alias, which costs nothing and works at a zone's apex.": [
            ("= var.distribution_domain.name", "= var.zone"),
            ("= var.distribution_domain.zone_id", "= data.aws_route53_zone.zone[0].zone_id"),
            ("name    = var.domain", "name = var.zone"),
        ],
        "Signing costs a dollar a month and wants a record at the registrar: off by default.": [
            ("var.dnssec ? 1 : 0", "1"),
        ],
        "Route 53 takes no other key.": [
            ('"ECC_NIST_P256"', '"ECC_NIST_P384"'),
            ('"SIGN_VERIFY"', '"GENERATE_VERIFY_MAC"'),
        ],
        "Route 53 may sign for this account with the key, and nobody else outside it.": [
            (', "kms:Sign"]', ', "kms:*"]'),
            ('{ Service = "dnssec-route53.amazonaws.com" }', '{ AWS = "*" }'),
            ('"aws:SourceAccount" = var.account_id', '"aws:SourceAccount" = "444455556666"'),
            ('"kms:GrantIsForAWSResource" = "true"', '"kms:GrantIsForAWSResource" = "false"'),
        ],
        "The zone has to be signed with the key.": [
            ("= aws_kms_key.dnssec[0].arn", '= "arn:aws:kms:us-east-1:111122223333:key/other"'),
            ("hosted_zone_id             = data.aws_route53_zone.zone[0].zone_id", "hosted_zone_id = var.zone"),
        ],
        "Environments that share a zone need names of their own for their keys.": [
            ('replace(var.name, "-", "_")', '"cloud_resume"')
        ],
        "Without a domain nothing may be left of an earlier one.": [
            LATER,
            ("count = var.domain == null ? 0 : 1", "count = 1"),
        ],
        "The registrar's record has to be among the outputs.": [("[*].ds_record", "[*].dnskey_record")],
    },
    "dynamodb": {
        "A table has to be billed by request: a resume is read a few times a day.": [
            ("PAY_PER_REQUEST", "PROVISIONED")
        ],
        "A table's key is not the one that the counter uses.": [
            ('= "CounterName"', '= "Name"'),
            ('= "KeyName"', '= "Name"'),
        ],
        "The counts have to be recoverable.": [
            ("point_in_time_recovery {\n    enabled = true", "point_in_time_recovery {\n    enabled = false")
        ],
        "The keys must have no backup: what is deleted has to be gone.": [
            LATER,
            ("point_in_time_recovery {\n    enabled = false", "point_in_time_recovery {\n    enabled = true"),
        ],
        "The keys have to go by the attribute that the counter writes.": [
            ("Expires", "expires"),
            ("    enabled        = true", "    enabled = false"),
        ],
        "A table has to be encrypted with DynamoDB's own key: requests to one in KMS are billed.": [
            (
                'hash_key     = "KeyName"\n',
                'hash_key = "KeyName"\n  server_side_encryption {\n    enabled = true\n  }\n',
            )
        ],
        "The counts have to be protected where the environment says so.": [("= var.deletion_protection", "= false")],
        "The counts must not be protected where the environment says so.": [
            LATER,
            ("= var.deletion_protection", "= true"),
        ],
    },
    "github-oidc": {
        "The provider has to be GitHub's, for AWS.": [
            ("token.actions.githubusercontent.com", "token.actions.example.com"),
            ('= ["sts.amazonaws.com"]', '= ["sts.amazonaws.com", "https://github.com/octo"]'),
        ],
        "A role has to be for this repository's tokens of its own kind alone, in both forms of the subject.": [
            ('"pull_request", "ref:refs/heads/main"', '"pull_request", "ref:refs/heads/*"'),
            ('StringEquals = {\n          "${local.issuer}', 'StringLike = {\n          "${local.issuer}'),
            ("@${var.repository.id}", "@*"),
            ('["environment:${var.environment}"]', '["environment:${var.environment}", "ref:refs/heads/main"]'),
            ('"${local.issuer}:aud" = "sts.amazonaws.com"\n', ""),
        ],
        "Both roles read alike.": [
            LATER,
            ("aws_iam_role.pipeline[each.key].name\n  policy_arn", 'aws_iam_role.pipeline["plan"].name\n  policy_arn'),
        ],
        "The plan role may read and nothing else.": [
            ('"sns:ListTagsForResource"]', '"sns:ListTagsForResource", "sns:Publish"]')
        ],
        "The plan role may read no item of the tables.": [
            ('"dynamodb:ListTagsOfResource"]', '"dynamodb:ListTagsOfResource", "dynamodb:GetItem"]')
        ],
        "The plan role may read this environment's state, and no other object.": [
            ("${local.state}/live/${var.environment}/*", "${local.state}/*")
        ],
        "AWS takes 6,144 characters of a policy.": [
            LATER,
            ('Sid      = "ListState"', 'Sid      = format("%7000d", 1)'),
        ],
        "The apply role may make the function's role alone, and under the boundary alone.": [
            ('"iam:PermissionsBoundary" = aws_iam_policy.boundary.arn', '"iam:PermissionsBoundary" = "*"'),
            ("role/${local.name}-counter", "role/*"),
        ],
        "The apply role may pass the function's role to Lambda, and no role to anything else.": [
            ('"iam:PassedToService" = "lambda.amazonaws.com"', '"iam:PassedToService" = "ec2.amazonaws.com"')
        ],
        "The apply role may change no boundary, and attach no policy.": [
            ('"iam:DeleteRole", ', '"iam:DeleteRole", "iam:AttachRolePolicy", ')
        ],
        "The apply role has to be kept from itself, the boundary and the provider.": [
            ('role/${local.name}-apply",', 'role/${local.name}-other",'),
            ("aws_iam_policy.boundary.arn,\n", "local.name,\n"),
            ("local.provider_arn,\n      ]", "]"),
            ('Effect = "Deny"', 'Effect = "Allow"'),
        ],
        "What the pipeline may do has to be named, action by action.": [
            ('"apigateway:DELETE", "apigateway:PATCH", "apigateway:POST"', '"apigateway:*"')
        ],
        "Only what AWS ties to no resource may be allowed on all of them.": [
            ('"sns:Unsubscribe"]', '"sns:Unsubscribe", "sns:DeleteTopic"]')
        ],
        "The apply role writes this environment's state and site, and deletes no state but its lock.": [
            ("${local.state_objects}.tflock", "${local.state_objects}"),
            ('Resource = ["${local.bucket}/*"]', 'Resource = ["arn:aws:s3:::*/*"]'),
        ],
        "AWS asks for a log group as NAME:*, and for its tags as NAME.": [
            (
                '"logs:PutRetentionPolicy"]\n        Resource = local.whole_',
                '"logs:PutRetentionPolicy"]\n        Resource = local.',
            )
        ],
        "The apply role may change the trust of the function's role alone.": [
            ("[local.function_role])", '["arn:aws:iam::${local.account}:role/*"])')
        ],
        "Who may not list the function's tags is not given them, and plans to add them.": [
            ('["lambda:ListTags"]', '["lambda:ListAliases"]')
        ],
        "The apply role has to tag and untag the API by the methods of both of API Gateway's versions.": [
            ('"apigateway:POST", "apigateway:PUT"]', '"apigateway:PUT"]')
        ],
        "What has no name of ours has to have the environment's tags.": [
            ("Resource  = [local.cloudfront.distribution]\n        Condition = { StringEquals =", TAGGED),
            ('"aws:ResourceTag/Environment" = var.environment', '"aws:ResourceTag/Environment" = "*"'),
        ],
        "Without tags a distribution may be made, and nothing else.": [
            ('"cloudfront:CreateDistribution", ', '"cloudfront:CreateDistribution", "cloudfront:UpdateDistribution", ')
        ],
        "The apply role has to publish, roll back and tell the status as well.": [
            ('"sns:ListSubscriptionsByTopic", ', ""),
            ('"lambda:UpdateAlias", ', ""),
        ],
        "The zone has to be that of the settings.": [("name = var.zone", "name = var.domain")],
        "The pipeline may see and change the domain's zone alone.": [
            ("one(data.aws_route53_zone.zone[*].arn)", '"arn:aws:route53:::hostedzone/*"')
        ],
        "Of the zone's records the apply role may change the domain's and its certificate's alone.": [
            ('[domain, "_*.${domain}"]', '[domain, "*.${domain}"]'),
            ('["A", "AAAA", "CNAME"]', '["A", "AAAA", "CNAME", "MX"]'),
        ],
        "The apply role may ask for a certificate of the domain alone, and delete this environment's alone.": [
            ('"acm:DomainNames" = [domain]', '"acm:DomainNames" = ["*.${domain}"]'),
            ('"acm:ValidationMethod" = "DNS"', '"acm:ValidationMethod" = "EMAIL"'),
        ],
        "A role of the pipeline's making may do what the function does, and nothing else.": [
            ('"dynamodb:UpdateItem"]', '"dynamodb:UpdateItem", "dynamodb:Scan"]'),
            (
                'Resource = local.tables\n      },\n      {\n        Sid      = "Logs"',
                'Resource = "*"\n      },\n      {\n        Sid      = "Logs"',
            ),
        ],
        "Without a domain the pipeline needs neither certificates nor zones.": [
            ("var.domain == null ? [] : [var.domain]", "[local.name]")
        ],
        "An account has one provider for an issuer: an existing one has to be taken.": [
            ("var.oidc_provider_arn == null ? 1 : 0", "1")
        ],
        "The roles have to trust the existing provider.": [
            LATER,
            ("var.oidc_provider_arn)\n", "null)\n"),
        ],
        "For a domain the pipeline needs certificate and records, and may not sign the zone.": [
            LATER,
            ('"route53:GetDNSSEC"', '"route53:GetDNSSEC", "route53:EnableHostedZoneDNSSEC"'),
            ("if var.dnssec]", "if false]"),
            ('["acm:DeleteCertificate"]', '["acm:DeleteCertificate", "acm:ExportCertificate"]'),
        ],
        "A bucket's name that is set by hand has to be taken.": [("coalesce(var.bucket, ", "coalesce(")],
        "AWS takes 10,240 characters of a role's inline policies, and 6,144 of another.": [
            LATER,
            LATER,
            ('Sid       = "Invalidate"', 'Sid = format("%9000d", 1)'),
        ],
    },
    "s3-cloudfront": {
        "A bucket's name is unique in all of AWS: it has to be made of name, account and region.": [
            ("${var.name}-${var.account_id}-${var.region}", "${var.name}-${var.region}")
        ],
        "A protected bucket must not be deleted with files in it.": [("= !var.deletion_protection", "= true")],
        "All public access has to be blocked.": [
            ("block_public_acls       = true", "block_public_acls = false"),
            ("block_public_policy     = true", "block_public_policy = false"),
            ("ignore_public_acls      = true", "ignore_public_acls = false"),
            ("restrict_public_buckets = true", "restrict_public_buckets = false"),
        ],
        "The bucket's owner has to own all objects, without ACLs.": [("BucketOwnerEnforced", "ObjectWriter")],
        "Objects have to be encrypted.": [('"AES256"', '"aws:kms"')],
        "A release to go back to is made of versions.": [
            ('status = "Enabled"\n  }\n}', 'status = "Suspended"\n  }\n}')
        ],
        "What a publish that was cut has left has to go, but for what five releases may be made of.": [
            ("newer_noncurrent_versions = 5", "newer_noncurrent_versions = 1"),
            ("noncurrent_days           = 30", "noncurrent_days = 3000"),
            ("expired_object_delete_marker = true", "expired_object_delete_marker = false"),
            ('status = "Enabled"\n    filter', 'status = "Disabled"\n    filter'),
            ("days_after_initiation = 1", "days_after_initiation = 365"),
        ],
        "This distribution alone may read and list the bucket, but for the releases, and all only over TLS.": [
            ('"aws:SourceArn" = aws_cloudfront_distribution.site.arn', '"aws:SourceAccount" = var.account_id'),
            ('= "s3:GetObject"', '= "s3:*"'),
            ('= "s3:ListBucket"', '= "s3:ListBucketVersions"'),
            ('"aws:SecureTransport" = "false"', '"aws:SecureTransport" = "true"'),
            ("}/releases/*", "}/release/*"),
        ],
        "HTTP/2, HTTP/3 and IPv6 have to be on.": [
            ('"http2and3"', '"http2"'),
            ("is_ipv6_enabled     = true", "is_ipv6_enabled = false"),
        ],
        "The page has to be at the root.": [('"index.html"', '"page.html"')],
        "HTTP has to lead to HTTPS.": [("redirect-to-https", "allow-all")],
        "Files have to be compressed, by gzip and Brotli.": [
            ("compress                   = true", "compress = false"),
            ("enable_accept_encoding_brotli = true", "enable_accept_encoding_brotli = false"),
            ("enable_accept_encoding_gzip   = true", "enable_accept_encoding_gzip = false"),
        ],
        "Without a domain the distribution has CloudFront's name and certificate.": [
            ("var.domain == null ? [] : [var.domain]", '["resume.example.com"]'),
            ("cloudfront_default_certificate = var.domain == null", "cloudfront_default_certificate = false"),
        ],
        "On CloudFront's own name AWS fixes the minimum at TLSv1: another value is a plan that never settles.": [
            ('"TLSv1" :', '"TLSv1.2_2021" :')
        ],
        "404 alone has a page: it holds for the whole distribution, and the API answers 403 and 5xx itself.": [
            ("error_code            = 404", "error_code = 403"),
            ("response_code         = 404", "response_code = 200"),
            ('"/404.html"', '"/index.html"'),
            ("  # On its own domain", "  custom_error_response {\n    error_code = 403\n  }\n\n  # On its own domain"),
        ],
        "The site's URL is not the distribution's.": [('"https://${', '"http://${')],
        "Files have to come from the bucket, by origin access control.": [
            ("aws_s3_bucket.site.bucket_regional_domain_name", "aws_s3_bucket.site.bucket"),
            ("origin_access_control_id = aws", "# origin_access_control_id = aws"),
        ],
        "CloudFront has to sign each request to the bucket.": [('"always"', '"no-override"')],
        "A file's own Cache-Control has to decide, from asked for anew to a year.": [
            ("min_ttl     = 0", "min_ttl = 1"),
            ("default_ttl = 0", "default_ttl = 86400"),
            ("max_ttl     = 31536000", "max_ttl = 86400"),
        ],
        "A file is the same for everybody: nothing of the request belongs in its key.": [
            (KEY, KEY.replace("none", "all", 1)),
            (KEY, KEY.replace('header_behavior = "none"', 'header_behavior = "whitelist"')),
            (KEY, KEY.replace('query_string_behavior = "none"', 'query_string_behavior = "all"')),
        ],
        "By default the API has to be reached at its own endpoint.": [
            ('trimprefix(var.api_endpoint, "https://")', "var.api_endpoint"),
            ('path   = ""', 'path = "/$default"'),
            ("port   = 443", "port = 8443"),
        ],
        "The API has to be reached by HTTPS alone: the request carries the secret.": [
            ('"https-only"', '"match-viewer"'),
            ('["TLSv1.2"]', '["TLSv1", "TLSv1.2"]'),
        ],
        "CloudFront has to prove itself to the API.": [
            ('"X-Origin-Verify"', '"X-Origin"'),
            ("= var.origin_verify", "= var.name"),
        ],
        "The bucket must not be told the API's secret.": [
            LATER,
            LATER,
            (
                'origin_id                = "site"\n',
                'origin_id                = "site"\n    custom_header {\n      name  = "X"\n      value = "x"\n    }\n',
            ),
        ],
        "All of /api/ has to reach the API, uncached.": [
            ('"/api/*"', '"/api/visits"'),
            ("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "658327ea-f89d-4fab-a63d-7439e55e87f6"),
            ("origin_request_policy_id   = aws", "# origin_request_policy_id = aws"),
        ],
        "The API has to answer every method itself, those that it refuses too.": [
            (', "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]', ', "OPTIONS"]')
        ],
        "The API gets what the function reads, and never Host, which API Gateway refuses.": [
            ('        "DNT",\n', '        "DNT",\n        "Host",\n'),
            ('        "CloudFront-Viewer-Address",\n', ""),
            ('"whitelist"', '"allViewerAndWhitelistCloudFront"'),
        ],
        "The function reads neither cookies nor query strings.": [
            ('cookies_config {\n    cookie_behavior = "none"', 'cookies_config {\n    cookie_behavior = "all"'),
            (
                'query_strings_config {\n    query_string_behavior = "none"',
                'query_strings_config {\n    query_string_behavior = "all"',
            ),
        ],
        "Files and API have to have the security headers.": [
            (f"cache_policy.site.id\n{HEADERS}", "cache_policy.site.id\n"),
            (f"origin_request_policy.api.id\n{HEADERS}", "origin_request_policy.api.id\n"),
        ],
        "No origin may weaken a security header.": [
            ('"DENY"\n      override     = true', '"DENY"\n      override = false'),
            ('"no-referrer"\n      override        = true', '"no-referrer"\n      override = false'),
        ],
        "No origin may weaken a header of our own.": [
            ('"same-origin"\n      override = true', '"same-origin"\n      override = false')
        ],
        "By default HTTPS is for two years, and binds no other host of the domain's owner.": [
            ("= 63072000", "= 300"),
            ("= var.hsts.include_subdomains", "= true"),
            ("= var.hsts.preload", "= true"),
        ],
        "The bucket's own headers are no reader's business.": [('header = "Server"', 'header = "Via"')],
        "A name that is set has to be taken.": [("coalesce(var.bucket, ", "coalesce(")],
        "An unprotected bucket has to go with its files.": [LATER, ("= !var.deletion_protection", "= false")],
        "Where the environment says so, the API has to be reached there.": [
            ("coalesce(var.api_origin, {", "coalesce({")
        ],
        "The API has to be reached by HTTPS alone, wherever it is.": [
            LATER,
            ('"https-only"', 'var.api_origin == null ? "https-only" : "http-only"'),
        ],
        "The distribution has to answer to its domain.": [
            LATER,
            ("var.domain == null ? [] : [var.domain]", "[]"),
            ("${coalesce(var.domain, ", "${coalesce("),
        ],
        "A domain comes with its certificate, without a dedicated address, which costs 600 dollars a month.": [
            ('"sni-only"', '"vip"'),
            ("acm_certificate_arn            = var", "# acm_certificate_arn = var"),
        ],
        "On one's own domain TLS has to be 1.2 at least.": [LATER, (': "TLSv1.2_2021"', ': "TLSv1.1_2016"')],
        "Subdomains and preload have to follow the settings.": [
            LATER,
            LATER,
            LATER,
            ("= var.hsts.include_subdomains", "= false"),
            ("= var.hsts.preload", "= false"),
        ],
    },
    "sns": {
        "By default the topic has to be unencrypted: CloudWatch may not use the AWS managed key.": [
            ("= var.alerts_kms_key_arn", '= "alias/aws/sns"')
        ],
        "The topic has to reach the environment's e-mail.": [
            ('"email"\n', '"email-json"\n'),
            ("= var.email", '= "another@example.com"'),
        ],
        "The outputs have to say whether the subscription is confirmed.": [
            ("aws_sns_topic_subscription.email.pending_confirmation", "false")
        ],
        "CloudWatch and Budgets of this account may publish, and nobody else.": [
            (', "budgets.amazonaws.com"]', "]"),
            ('"sns:Publish"', '"sns:*"'),
            ('"aws:SourceAccount" = var.account_id', '"aws:SourceAccount" = "*"'),
        ],
        "One's own key has to be taken.": [LATER, ("= var.alerts_kms_key_arn", "= null")],
    },
}


@pytest.mark.parametrize("module", MODULES)
def test_each_assertion_can_fail(module: str, tmp_path: Path) -> None:
    folder = copy_of(module, tmp_path)
    _keep_runs(folder, lambda run: "expect_failures" not in run)
    messages = re.findall(r'error_message = "(.*)"', _runs(folder))
    assert sorted(messages) == sorted(MUTATIONS[module])
    sources = {path: path.read_text() for path in folder.glob("*.tf") if path.name != "variables.tf"}
    for mutations in zip_longest(*MUTATIONS[module].values()):
        texts = dict(sources)
        for old, new in filter(None, mutations):
            (path,) = (path for path, text in texts.items() if old in text)
            texts[path] = texts[path].replace(old, new)
        for path, text in texts.items():
            path.write_text(text)
        said = _said(folder)
        for message, mutation in zip(MUTATIONS[module], mutations, strict=True):
            assert mutation is None or message in said, f"{mutation} was not seen by: {message}\n{said}"


@pytest.mark.parametrize("module", ["settings", *MODULES])
def test_each_mistake_is_refused_in_its_own_words(module: str, tmp_path: Path) -> None:
    folder = copy_of(module, tmp_path)
    _keep_runs(folder, lambda run: "expect_failures" in run)
    for path in (folder / "tests").iterdir():  # a failure that is expected is not shown
        path.write_text(re.sub(r"expect_failures = \[.*?\]", "", path.read_text(), flags=re.DOTALL))
    variables = "".join(re.findall(r'^variable "\w+" {\n.*?^}', _sources(folder), re.DOTALL | re.MULTILINE))
    said = _said(folder)
    for message in re.findall(r'error_message = "(.*)"', variables):
        literal = re.sub(r"\\\$\\{.*?\\}", ".*?", re.escape(message))
        assert re.search(literal, said), f"{message} was not said:\n{said}"
    assert said.count("Invalid value for variable") == _runs(folder).count("\nrun ")


def _keep_runs(folder: Path, wanted: Callable[[str], bool]) -> None:
    """Keep the runs that are wanted, each that expects a failure in a file of its own, for an error ends a file."""
    for path in (folder / "tests").glob("*.tftest.hcl"):
        head, *runs = path.read_text().split("\nrun ")
        path.unlink()
        together = "".join(f"\nrun {run}" for run in runs if wanted(run) and "expect_failures" not in run)
        alone = [f"\nrun {run}" for run in runs if wanted(run) and "expect_failures" in run]
        for number, text in enumerate(filter(None, [together, *alone])):
            path.with_name(f"{number}.tftest.hcl").write_text(head + text)


def _sources(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.glob("*.tf"))


def _runs(folder: Path) -> str:
    return "".join(path.read_text() for path in (folder / "tests").glob("*.tftest.hcl"))


def _said(folder: Path) -> str:
    done = terraform(folder, "test")
    return " ".join((done.stdout + done.stderr).split())  # Terraform breaks its lines
