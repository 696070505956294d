# What the pipeline's two roles may do. A statement whose Sid begins with OnlyAWS holds what AWS asks for and no
# test on an emulator does; tests/infra holds the others to what an emulator saw used.

locals {
  account  = var.account_id
  regional = "${var.region}:${local.account}"

  bucket             = "arn:aws:s3:::${coalesce(var.bucket, "${local.name}-${local.account}-${var.region}")}"
  state              = "arn:aws:s3:::${var.state_bucket}"
  state_objects      = "${local.state}/live/${var.environment}/*"
  tables             = ["arn:aws:dynamodb:${local.regional}:table/${local.name}-counts", "arn:aws:dynamodb:${local.regional}:table/${local.name}-keys"]
  function           = "arn:aws:lambda:${local.regional}:function:${local.name}-counter"
  function_role      = "arn:aws:iam::${local.account}:role/${local.name}-counter"
  function_log_group = "arn:aws:logs:${local.regional}:log-group:/aws/lambda/${local.name}-counter"
  api_log_group      = "arn:aws:logs:${local.regional}:log-group:/aws/vendedlogs/apis/${local.name}-counter"
  log_groups         = [local.function_log_group, local.api_log_group]
  topic              = "arn:aws:sns:${local.regional}:${local.name}-alerts"
  alarms             = "arn:aws:cloudwatch:${local.regional}:alarm:${local.name}-*"
  dashboard          = "arn:aws:cloudwatch::${local.account}:dashboard/${local.name}"
  budget             = "arn:aws:budgets::${local.account}:budget/${local.name}-monthly"
  certificates       = "arn:aws:acm:us-east-1:${local.account}:certificate/*"
  zone               = one(data.aws_route53_zone.zone[*].arn)

  # AWS asks for a log group as NAME:*, for its tags as NAME, and an emulator for NAME alone.
  whole_log_groups = concat(local.log_groups, [for group in local.log_groups : "${group}:*"])

  # By what AWS calls them: it gives their ids.
  cloudfront = {
    for kind in ["distribution", "cache-policy", "origin-request-policy", "response-headers-policy", "origin-access-control"] :
    kind => "arn:aws:cloudfront::${local.account}:${kind}/*"
  }

  own_domain = var.domain == null ? [] : [var.domain]

  # What the provider puts on all that it makes. What is only being made has no tags yet, and routes and integrations of
  # an HTTP API never have any: there a condition keeps off what has other tags (IfExists).
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html
  own_tags = {
    "aws:ResourceTag/Project"     = "cloud-resume"
    "aws:ResourceTag/Environment" = var.environment
  }

  read = concat(
    [
      {
        Sid      = "ReadState"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = [local.state_objects]
      },
      {
        Sid      = "ListState"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [local.state]
      },
      {
        Sid      = "ReadTables" # and no item of them
        Effect   = "Allow"
        Action   = ["dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"]
        Resource = local.tables
      },
      {
        Sid    = "ReadFunction"
        Effect = "Allow"
        Action = [
          "lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:GetPolicy",
          "lambda:ListVersionsByFunction",
        ]
        Resource = [local.function, "${local.function}:*"]
      },
      {
        # Without it AWS leaves the tags out of its answer to GetFunction, and each plan would add them.
        # https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
        Sid      = "OnlyAWSFunctionTags"
        Effect   = "Allow"
        Action   = ["lambda:ListTags"]
        Resource = [local.function]
      },
      {
        Sid      = "ReadFunctionRole"
        Effect   = "Allow"
        Action   = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"]
        Resource = [local.function_role]
      },
      {
        Sid      = "ReadAPI"
        Effect   = "Allow"
        Action   = ["apigateway:GET"]
        Resource = ["arn:aws:apigateway:${var.region}::/apis/*"]
      },
      {
        Sid      = "ReadLogGroups"
        Effect   = "Allow"
        Action   = ["logs:ListTagsForResource"]
        Resource = local.log_groups
      },
      {
        Sid    = "ReadBucket"
        Effect = "Allow"
        Action = [
          "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLogging",
          "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
          "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning",
          "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration",
          "s3:GetReplicationConfiguration", "s3:ListBucket",
        ]
        Resource = [local.bucket]
      },
      {
        Sid    = "ReadDistribution"
        Effect = "Allow"
        Action = [
          "cloudfront:GetCachePolicy", "cloudfront:GetDistribution", "cloudfront:GetOriginAccessControl",
          "cloudfront:GetOriginRequestPolicy", "cloudfront:GetResponseHeadersPolicy", "cloudfront:ListTagsForResource",
        ]
        Resource = values(local.cloudfront)
      },
      {
        Sid      = "ReadTopic"
        Effect   = "Allow"
        Action   = ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource"]
        Resource = [local.topic]
      },
      {
        Sid      = "ReadAlarms"
        Effect   = "Allow"
        Action   = ["cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource"]
        Resource = [local.alarms, local.dashboard]
      },
      {
        Sid      = "ReadBudget"
        Effect   = "Allow"
        Action   = ["budgets:ListTagsForResource", "budgets:ViewBudget"]
        Resource = [local.budget]
      },
      {
        Sid      = "ReadWithoutResource"
        Effect   = "Allow"
        Action   = ["cloudwatch:DescribeAlarms", "logs:DescribeLogGroups", "secretsmanager:GetRandomPassword", "sns:GetSubscriptionAttributes"]
        Resource = ["*"]
      },
    ],
    flatten([for domain in local.own_domain : [
      {
        Sid      = "ReadCertificate"
        Effect   = "Allow"
        Action   = ["acm:DescribeCertificate", "acm:ListTagsForCertificate"]
        Resource = [local.certificates]
      },
      {
        Sid      = "ReadZone"
        Effect   = "Allow"
        Action   = ["route53:GetHostedZone", "route53:ListResourceRecordSets", "route53:ListTagsForResource"]
        Resource = [local.zone]
      },
      {
        Sid      = "FindZone"
        Effect   = "Allow"
        Action   = ["route53:ListHostedZones"]
        Resource = ["*"]
      },
    ]]),
    # To sign a zone and to stop is a person's work; the pipeline sees only that nothing has changed.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html
    [for signed in [local.zone] : {
      Sid    = "OnlyAWSSignedZone"
      Effect = "Allow"
      Action = [
        "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags", "route53:GetDNSSEC",
      ]
      Resource = [signed, "arn:aws:kms:us-east-1:${local.account}:key/*"]
    } if var.dnssec],
  )

  write = concat(
    [
      {
        Sid      = "WriteState"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = [local.state_objects]
      },
      {
        Sid      = "UnlockState"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject"]
        Resource = ["${local.state_objects}.tflock"]
      },
      {
        Sid    = "WriteTables"
        Effect = "Allow"
        Action = [
          "dynamodb:CreateTable", "dynamodb:DeleteTable", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable",
          "dynamodb:UpdateTimeToLive",
        ]
        Resource = local.tables
      },
      {
        Sid    = "WriteFunction"
        Effect = "Allow"
        Action = [
          "lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction", "lambda:DeleteAlias",
          "lambda:DeleteFunction", "lambda:DeleteFunctionConcurrency", "lambda:GetFunctionConfiguration",
          "lambda:PublishVersion", "lambda:PutFunctionConcurrency", "lambda:RemovePermission", "lambda:UpdateAlias", "lambda:UpdateFunctionCode",
          "lambda:UpdateFunctionConfiguration",
        ]
        Resource = [local.function, "${local.function}:*"]
      },
      {
        Sid       = "WriteBoundedRole"
        Effect    = "Allow"
        Action    = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"]
        Resource  = [local.function_role]
        Condition = { StringEquals = { "iam:PermissionsBoundary" = aws_iam_policy.boundary.arn } }
      },
      {
        Sid      = "DeleteRole"
        Effect   = "Allow"
        Action   = ["iam:DeleteRole", "iam:ListInstanceProfilesForRole"]
        Resource = [local.function_role]
      },
      {
        Sid       = "PassRole"
        Effect    = "Allow"
        Action    = ["iam:PassRole"]
        Resource  = [local.function_role]
        Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
      },
      {
        Sid       = "WriteAPI"
        Effect    = "Allow"
        Action    = ["apigateway:DELETE", "apigateway:PATCH", "apigateway:POST"]
        Resource  = ["arn:aws:apigateway:${var.region}::/apis", "arn:aws:apigateway:${var.region}::/apis/*"]
        Condition = { StringEqualsIfExists = local.own_tags }
      },
      {
        Sid      = "WriteLogGroups"
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy"]
        Resource = local.whole_log_groups
      },
      {
        Sid    = "WriteBucket"
        Effect = "Allow"
        Action = [
          "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:PutBucketOwnershipControls",
          "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning",
          "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration",
        ]
        Resource = [local.bucket]
      },
      {
        Sid    = "CreateDistribution" # and what has no tags
        Effect = "Allow"
        Action = [
          "cloudfront:CreateCachePolicy", "cloudfront:CreateDistribution", "cloudfront:CreateOriginRequestPolicy",
          "cloudfront:CreateResponseHeadersPolicy", "cloudfront:DeleteCachePolicy", "cloudfront:DeleteOriginAccessControl",
          "cloudfront:DeleteOriginRequestPolicy", "cloudfront:DeleteResponseHeadersPolicy",
          "cloudfront:UpdateResponseHeadersPolicy",
        ]
        Resource = values(local.cloudfront)
      },
      {
        Sid       = "WriteDistribution"
        Effect    = "Allow"
        Action    = ["cloudfront:DeleteDistribution", "cloudfront:UpdateDistribution"]
        Resource  = [local.cloudfront.distribution]
        Condition = { StringEquals = local.own_tags }
      },
      {
        Sid      = "WriteTopic"
        Effect   = "Allow"
        Action   = ["sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe"]
        Resource = [local.topic]
      },
      {
        Sid    = "WriteAlarms"
        Effect = "Allow"
        Action = [
          "cloudwatch:DeleteAlarms", "cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm",
        ]
        Resource = [local.alarms, local.dashboard]
      },
      {
        Sid      = "WriteBudget"
        Effect   = "Allow"
        Action   = ["budgets:ModifyBudget"]
        Resource = [local.budget]
      },
      {
        Sid      = "WriteWithoutResource"
        Effect   = "Allow"
        Action   = ["cloudfront:CreateOriginAccessControl", "sns:Unsubscribe"]
        Resource = ["*"]
      },
    ],
    flatten([for domain in local.own_domain : [
      {
        Sid      = "RequestCertificate"
        Effect   = "Allow"
        Action   = ["acm:RequestCertificate"]
        Resource = ["*"]
        # https://docs.aws.amazon.com/acm/latest/userguide/acm-conditions.html
        Condition = {
          "ForAllValues:StringEquals" = { "acm:DomainNames" = [domain] }
          StringEquals                = { "acm:ValidationMethod" = "DNS" }
        }
      },
      {
        Sid       = "DeleteCertificate"
        Effect    = "Allow"
        Action    = ["acm:DeleteCertificate"]
        Resource  = [local.certificates]
        Condition = { StringEquals = local.own_tags }
      },
      {
        Sid      = "WriteRecords"
        Effect   = "Allow"
        Action   = ["route53:ChangeResourceRecordSets"]
        Resource = [local.zone]
        # https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
        Condition = {
          "ForAllValues:StringLike" = {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames" = [domain, "_*.${domain}"] # the latter for the certificate
          }
          "ForAllValues:StringEquals" = {
            "route53:ChangeResourceRecordSetsRecordTypes" = ["A", "AAAA", "CNAME"]
          }
        }
      },
      {
        Sid      = "WaitForRecords"
        Effect   = "Allow"
        Action   = ["route53:GetChange"]
        Resource = ["arn:aws:route53:::change/*"]
      },
    ]]),
  )

  only_aws = [
    {
      # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
      Sid    = "OnlyAWSLogDelivery"
      Effect = "Allow"
      Action = [
        "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
        "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
      ]
      Resource = ["*"]
    },
    {
      # https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
      Sid       = "OnlyAWSServiceLinkedRole"
      Effect    = "Allow"
      Action    = ["iam:CreateServiceLinkedRole"]
      Resource  = ["arn:aws:iam::${local.account}:role/aws-service-role/ops.apigateway.amazonaws.com/*"]
      Condition = { StringEquals = { "iam:AWSServiceName" = "ops.apigateway.amazonaws.com" } }
    },
    {
      Sid    = "OnlyAWSTags"
      Effect = "Allow"
      Action = [
        # https://docs.aws.amazon.com/acm/latest/APIReference/API_AddTagsToCertificate.html
        "acm:AddTagsToCertificate",
        # https://docs.aws.amazon.com/acm/latest/APIReference/API_RemoveTagsFromCertificate.html
        "acm:RemoveTagsFromCertificate",
        # https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_TagResource.html
        "budgets:TagResource",
        # https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_UntagResource.html
        "budgets:UntagResource",
        # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_TagResource.html
        "cloudfront:TagResource",
        # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UntagResource.html
        "cloudfront:UntagResource",
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html
        "cloudwatch:TagResource",
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html
        "cloudwatch:UntagResource",
        # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html
        "dynamodb:TagResource",
        # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html
        "dynamodb:UntagResource",
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
        "iam:TagRole",
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html
        "iam:UntagRole",
        # https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html
        "lambda:TagResource",
        # https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html
        "lambda:UntagResource",
        # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
        "logs:TagResource",
        # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html
        "logs:UntagResource",
        # https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html
        "sns:TagResource",
        # https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html
        "sns:UntagResource",
      ]
      Resource = concat(
        local.tables,
        local.whole_log_groups,
        [
          local.function, local.function_role, local.topic, local.alarms, local.budget, local.certificates,
          local.cloudfront.distribution,
        ],
      )
      Condition = { StringEqualsIfExists = local.own_tags }
    },
    {
      # https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/tags-resource-arn.html and, for PUT,
      # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-iam-policy.html
      Sid       = "OnlyAWSTagsOfAPI"
      Effect    = "Allow"
      Action    = ["apigateway:DELETE", "apigateway:POST", "apigateway:PUT"]
      Resource  = ["arn:aws:apigateway:${var.region}::/tags/*"]
      Condition = { StringEqualsIfExists = local.own_tags }
    },
    {
      Sid    = "OnlyAWSLaterChanges" # of what no test changes once it is made
      Effect = "Allow"
      Action = [
        # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateCachePolicy.html
        "cloudfront:UpdateCachePolicy",
        # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateOriginAccessControl.html
        "cloudfront:UpdateOriginAccessControl",
        # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateOriginRequestPolicy.html
        "cloudfront:UpdateOriginRequestPolicy",
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
        "iam:UpdateAssumeRolePolicy",
      ]
      Resource = concat(values(local.cloudfront), [local.function_role])
    },
  ]

  publish = [
    {
      Sid    = "PublishFiles"
      Effect = "Allow"
      Action = [
        "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject",
      ]
      Resource = ["${local.bucket}/*"]
    },
    {
      Sid      = "ListVersions"
      Effect   = "Allow"
      Action   = ["s3:ListBucketVersions"]
      Resource = [local.bucket]
    },
    {
      Sid       = "Invalidate"
      Effect    = "Allow"
      Action    = ["cloudfront:CreateInvalidation"]
      Resource  = [local.cloudfront.distribution]
      Condition = { StringEquals = local.own_tags }
    },
  ]

  # None of this is allowed above; this keeps it so.
  protect = [
    {
      Sid    = "NeverItself"
      Effect = "Deny"
      Action = ["iam:*"]
      Resource = [
        "arn:aws:iam::${local.account}:role/${local.name}-plan",
        "arn:aws:iam::${local.account}:role/${local.name}-apply",
        aws_iam_policy.boundary.arn,
        aws_iam_policy.read.arn,
        local.provider_arn,
      ]
    },
  ]
}
