mock_provider "aws" {
  mock_data "aws_route53_zone" {
    defaults = { arn = "arn:aws:route53:::hostedzone/Z" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::111122223333:policy/mock" }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
  }
}

variables {
  account_id   = "111122223333"
  region       = "ap-southeast-1" # no region's name is longer
  environment  = "prod"
  state_bucket = "the-state"
  repository   = { owner = "octo", owner_id = 11, name = "resume", id = 22 }
}

run "defaults" {
  # The provider.
  assert {
    condition = (
      aws_iam_openid_connect_provider.github[0].url == "https://token.actions.githubusercontent.com"
      && aws_iam_openid_connect_provider.github[0].client_id_list == toset(["sts.amazonaws.com"])
    )
    error_message = "The provider has to be GitHub's, for AWS."
  }

  # Who may be whom.
  assert {
    condition = { for key, role in aws_iam_role.pipeline : key => jsondecode(role.assume_role_policy).Statement } == {
      plan = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
        Condition = { StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = [
            "repo:octo/resume:pull_request",
            "repo:octo/resume:ref:refs/heads/main",
            "repo:octo@11/resume@22:pull_request",
            "repo:octo@11/resume@22:ref:refs/heads/main",
          ]
        } }
      }]
      apply = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
        Condition = { StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = [
            "repo:octo/resume:environment:prod",
            "repo:octo@11/resume@22:environment:prod",
          ]
        } }
      }]
    }
    error_message = "A role has to be for this repository's tokens of its own kind alone, in both forms of the subject."
  }

  # What both may do.
  assert {
    condition     = { for key, attachment in aws_iam_role_policy_attachment.read : key => attachment.role } == { plan = "cloud-resume-prod-plan", apply = "cloud-resume-prod-apply" }
    error_message = "Both roles read alike."
  }

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(aws_iam_policy.read.policy).Statement : [
        for action in statement.Action : can(regex(":(Describe|Get|GET$|List|View)", action))
      ]
    ]))
    error_message = "The plan role may read and nothing else."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_policy.read.policy).Statement : [
        for action in statement.Action : action if startswith(action, "dynamodb:")
      ]
      ])) == toset([
      "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive",
      "dynamodb:ListTagsOfResource",
    ])
    error_message = "The plan role may read no item of the tables."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_policy.read.policy).Statement : statement.Resource
      if contains(statement.Action, "s3:GetObject")
    ] == [["arn:aws:s3:::the-state/live/prod/*"]]
    error_message = "The plan role may read this environment's state, and no other object."
  }

  assert {
    condition     = length(aws_iam_policy.read.policy) <= 6144
    error_message = "AWS takes 6,144 characters of a policy."
  }

  # What the apply role may do.
  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement :
      [statement.Action, statement.Resource, statement.Condition] if contains(statement.Action, "iam:CreateRole")
      ] == [[
        ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"],
        ["arn:aws:iam::111122223333:role/cloud-resume-prod-counter"],
        { StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::111122223333:policy/mock" } },
    ]]
    error_message = "The apply role may make the function's role alone, and under the boundary alone."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement :
      [statement.Resource, statement.Condition] if contains(statement.Action, "iam:PassRole")
      ] == [[
        ["arn:aws:iam::111122223333:role/cloud-resume-prod-counter"],
        { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } },
    ]]
    error_message = "The apply role may pass the function's role to Lambda, and no role to anything else."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : [
        for action in statement.Action : action if startswith(action, "iam:") && statement.Effect == "Allow"
      ]
      ])) == toset([
      "iam:CreateRole", "iam:CreateServiceLinkedRole", "iam:DeleteRole", "iam:DeleteRolePolicy",
      "iam:ListInstanceProfilesForRole", "iam:PassRole", "iam:PutRolePolicy", "iam:TagRole",
      "iam:UntagRole", "iam:UpdateAssumeRolePolicy",
    ])
    error_message = "The apply role may change no boundary, and attach no policy."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement :
      [statement.Action, toset(statement.Resource)] if statement.Effect == "Deny"
      ] == [[
        ["iam:*"],
        toset([
          "arn:aws:iam::111122223333:role/cloud-resume-prod-plan",
          "arn:aws:iam::111122223333:role/cloud-resume-prod-apply",
          "arn:aws:iam::111122223333:policy/mock",
          "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        ]),
    ]]
    error_message = "The apply role has to be kept from itself, the boundary and the provider."
  }

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : [
        for action in statement.Action : !strcontains(action, "*")
      ] if statement.Effect == "Allow"
    ]))
    error_message = "What the pipeline may do has to be named, action by action."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Action
      if contains(statement.Resource, "*")
      ])) == toset([
      "cloudfront:CreateOriginAccessControl", "logs:CreateLogDelivery", "logs:DeleteLogDelivery",
      "logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery", "sns:Unsubscribe",
    ])
    error_message = "Only what AWS ties to no resource may be allowed on all of them."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Resource
      if contains(statement.Action, "s3:PutObject") || contains(statement.Action, "s3:DeleteObject")
      ])) == toset([
      "arn:aws:s3:::the-state/live/prod/*", "arn:aws:s3:::the-state/live/prod/*.tflock",
      "arn:aws:s3:::cloud-resume-prod-111122223333-ap-southeast-1/*",
    ])
    error_message = "The apply role writes this environment's state and site, and deletes no state but its lock."
  }

  assert {
    condition = [
      for statement in concat(
        jsondecode(aws_iam_policy.read.policy).Statement, jsondecode(aws_iam_role_policy.apply.policy).Statement,
      ) : [statement.Sid, [for arn in statement.Resource : trimprefix(arn, "arn:aws:logs:ap-southeast-1:111122223333:log-group:") if startswith(arn, "arn:aws:logs:")]]
      if anytrue([for action in statement.Action : startswith(action, "logs:")]) && !contains(statement.Resource, "*")
      ] == [
      ["ReadLogGroups", ["/aws/lambda/cloud-resume-prod-counter", "/aws/vendedlogs/apis/cloud-resume-prod-counter"]],
      [
        "WriteLogGroups",
        [
          "/aws/lambda/cloud-resume-prod-counter", "/aws/vendedlogs/apis/cloud-resume-prod-counter",
          "/aws/lambda/cloud-resume-prod-counter:*", "/aws/vendedlogs/apis/cloud-resume-prod-counter:*",
        ],
      ],
      [
        "OnlyAWSTags",
        [
          "/aws/lambda/cloud-resume-prod-counter", "/aws/vendedlogs/apis/cloud-resume-prod-counter",
          "/aws/lambda/cloud-resume-prod-counter:*", "/aws/vendedlogs/apis/cloud-resume-prod-counter:*",
        ],
      ],
    ]
    error_message = "AWS asks for a log group as NAME:*, and for its tags as NAME."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Resource
      if contains(statement.Action, "iam:UpdateAssumeRolePolicy")
      ])) == toset(concat(["arn:aws:iam::111122223333:role/cloud-resume-prod-counter"], [
      for kind in ["cache-policy", "distribution", "origin-access-control", "origin-request-policy", "response-headers-policy"] :
      "arn:aws:cloudfront::111122223333:${kind}/*"
    ]))
    error_message = "The apply role may change the trust of the function's role alone."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_policy.read.policy).Statement : statement.Resource
      if contains(statement.Action, "lambda:ListTags")
    ] == [["arn:aws:lambda:ap-southeast-1:111122223333:function:cloud-resume-prod-counter"]]
    error_message = "Who may not list the function's tags is not given them, and plans to add them."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Action
      if contains(statement.Resource, "arn:aws:apigateway:ap-southeast-1::/tags/*")
    ] == [["apigateway:DELETE", "apigateway:POST", "apigateway:PUT"]]
    error_message = "The apply role has to tag and untag the API by the methods of both of API Gateway's versions."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Sid => statement.Condition
      if strcontains(jsonencode(try(statement.Condition, {})), "aws:ResourceTag/")
      } == {
      for sid, operator in {
        WriteAPI          = "StringEqualsIfExists"
        WriteDistribution = "StringEquals"
        OnlyAWSTags       = "StringEqualsIfExists"
        OnlyAWSTagsOfAPI  = "StringEqualsIfExists"
        Invalidate        = "StringEquals"
      } : sid => { (operator) = { "aws:ResourceTag/Project" = "cloud-resume", "aws:ResourceTag/Environment" = "prod" } }
    }
    error_message = "What has no name of ours has to have the environment's tags."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Sid => [
        for action in statement.Action : action if strcontains(action, "Distribution") || strcontains(action, "Invalidation")
      ] if strcontains(statement.Sid, "Distribution") || statement.Sid == "Invalidate"
      } == {
      CreateDistribution = ["cloudfront:CreateDistribution"]
      WriteDistribution  = ["cloudfront:DeleteDistribution", "cloudfront:UpdateDistribution"]
      Invalidate         = ["cloudfront:CreateInvalidation"]
    }
    error_message = "Without tags a distribution may be made, and nothing else."
  }

  assert {
    condition = length(setsubtract(
      [
        "budgets:ViewBudget", "cloudfront:CreateInvalidation", "cloudwatch:DescribeAlarms",
        "lambda:DeleteFunction", "lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionConfiguration",
        "lambda:ListVersionsByFunction", "lambda:UpdateAlias", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject",
        "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions", "s3:PutObject", "sns:ListSubscriptionsByTopic",
      ],
      flatten([
        for statement in concat(
          jsondecode(aws_iam_policy.read.policy).Statement, jsondecode(aws_iam_role_policy.apply.policy).Statement,
        ) : statement.Action
      ])
    )) == 0
    error_message = "The apply role has to publish, roll back and tell the status as well."
  }

  # The boundary.
  assert {
    condition = [
      for statement in jsondecode(aws_iam_policy.boundary.policy).Statement :
      [statement.Effect, statement.Action, flatten([statement.Resource])]
      ] == [
      [
        "Allow",
        ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        [
          "arn:aws:dynamodb:ap-southeast-1:111122223333:table/cloud-resume-prod-counts",
          "arn:aws:dynamodb:ap-southeast-1:111122223333:table/cloud-resume-prod-keys",
        ],
      ],
      [
        "Allow",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        ["arn:aws:logs:ap-southeast-1:111122223333:log-group:/aws/lambda/cloud-resume-prod-counter:*"],
      ],
    ]
    error_message = "A role of the pipeline's making may do what the function does, and nothing else."
  }

  # Without a domain.
  assert {
    condition = !anytrue(flatten([
      for statement in concat(
        jsondecode(aws_iam_policy.read.policy).Statement, jsondecode(aws_iam_role_policy.apply.policy).Statement,
        ) : [
        for action in statement.Action : startswith(action, "acm:") && !strcontains(action, "Tags") || startswith(action, "route53:")
      ]
    ]))
    error_message = "Without a domain the pipeline needs neither certificates nor zones."
  }
}

run "existing_provider" {
  variables {
    oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "An account has one provider for an issuer: an existing one has to be taken."
  }

  assert {
    condition = alltrue([
      for role in aws_iam_role.pipeline :
      jsondecode(role.assume_role_policy).Statement[0].Principal.Federated == "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    ])
    error_message = "The roles have to trust the existing provider."
  }
}

run "own_domain" {
  variables {
    bucket = "named-by-hand"
    domain = "resume.example.com"
    zone   = "example.com"
    dnssec = true
  }

  assert {
    condition     = data.aws_route53_zone.zone[0].name == "example.com"
    error_message = "The zone has to be that of the settings."
  }

  assert {
    condition = [
      for statement in concat(
        jsondecode(aws_iam_policy.read.policy).Statement, jsondecode(aws_iam_role_policy.apply.policy).Statement,
      ) : [statement.Sid, statement.Resource[0]] if anytrue([for resource in statement.Resource : strcontains(resource, "hostedzone")])
      ] == [
      ["ReadZone", "arn:aws:route53:::hostedzone/Z"],
      ["OnlyAWSSignedZone", "arn:aws:route53:::hostedzone/Z"],
      ["WriteRecords", "arn:aws:route53:::hostedzone/Z"],
    ]
    error_message = "The pipeline may see and change the domain's zone alone."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Condition
      if contains(statement.Action, "route53:ChangeResourceRecordSets")
      ] == [{
        "ForAllValues:StringLike" = {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames" = ["resume.example.com", "_*.resume.example.com"]
        }
        "ForAllValues:StringEquals" = {
          "route53:ChangeResourceRecordSetsRecordTypes" = ["A", "AAAA", "CNAME"]
        }
    }]
    error_message = "Of the zone's records the apply role may change the domain's and its certificate's alone."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Condition
      if contains(statement.Action, "acm:RequestCertificate") || contains(statement.Action, "acm:DeleteCertificate")
      ] == [
      {
        "ForAllValues:StringEquals" = { "acm:DomainNames" = ["resume.example.com"] }
        StringEquals                = { "acm:ValidationMethod" = "DNS" }
      },
      { StringEquals = { "aws:ResourceTag/Project" = "cloud-resume", "aws:ResourceTag/Environment" = "prod" } },
    ]
    error_message = "The apply role may ask for a certificate of the domain alone, and delete this environment's alone."
  }

  assert {
    condition = toset(flatten([
      for statement in concat(
        jsondecode(aws_iam_policy.read.policy).Statement, jsondecode(aws_iam_role_policy.apply.policy).Statement,
        ) : [
        for action in statement.Action : action if startswith(action, "acm:") || startswith(action, "route53:")
      ]
      ])) == toset([
      "acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:DescribeCertificate", "acm:ListTagsForCertificate",
      "acm:RemoveTagsFromCertificate", "acm:RequestCertificate", "route53:ChangeResourceRecordSets", "route53:GetChange", "route53:GetDNSSEC",
      "route53:GetHostedZone", "route53:ListHostedZones", "route53:ListResourceRecordSets", "route53:ListTagsForResource",
    ])
    error_message = "For a domain the pipeline needs certificate and records, and may not sign the zone."
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.apply.policy, "arn:aws:s3:::named-by-hand/*")
    error_message = "A bucket's name that is set by hand has to be taken."
  }

  assert {
    condition     = length(aws_iam_role_policy.apply.policy) <= 10240 && length(aws_iam_policy.read.policy) <= 6144
    error_message = "AWS takes 10,240 characters of a role's inline policies, and 6,144 of another."
  }
}

run "wildcards" {
  command = plan

  variables {
    repository = { owner = "octo", owner_id = 11, name = "*", id = 22 }
  }

  expect_failures = [var.repository]
}

run "no_ids" {
  command = plan

  variables {
    repository = { owner = "octo", owner_id = 0, name = "resume", id = 22 }
  }

  expect_failures = [var.repository]
}

run "another_accounts_provider" {
  command = plan

  variables {
    oidc_provider_arn = "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"
  }

  expect_failures = [var.oidc_provider_arn]
}
