locals {
  name   = "cloud-resume-${var.environment}"
  issuer = "token.actions.githubusercontent.com"

  # A repository made before July 2026 has the first form of subject, a newer one the second.
  repositories = [
    "repo:${var.repository.owner}/${var.repository.name}",
    "repo:${var.repository.owner}@${var.repository.owner_id}/${var.repository.name}@${var.repository.id}",
  ]

  subjects = {
    plan  = ["pull_request", "ref:refs/heads/main"] # the latter for the drift check
    apply = ["environment:${var.environment}"]
  }

  provider_arn = try(aws_iam_openid_connect_provider.github[0].arn, var.oidc_provider_arn)
}

data "aws_route53_zone" "zone" {
  count = var.domain == null ? 0 : 1

  name = var.zone
}

# An account holds one provider for an issuer.
resource "aws_iam_openid_connect_provider" "github" {
  count = var.oidc_provider_arn == null ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "pipeline" {
  for_each = local.subjects

  name                 = "${local.name}-${each.key}"
  max_session_duration = 3600 # seconds

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = [
            for pair in setproduct(local.repositories, each.value) : "${pair[0]}:${pair[1]}"
          ]
        }
      }
    }]
  })
}

# AWS takes 10,240 characters of inline policies for a role, so what both may do is a policy of its own.
resource "aws_iam_policy" "read" {
  name   = "${local.name}-read"
  policy = jsonencode({ Version = "2012-10-17", Statement = local.read })
}

resource "aws_iam_role_policy_attachment" "read" {
  for_each = local.subjects

  role       = aws_iam_role.pipeline[each.key].name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_role_policy" "apply" {
  name   = "apply"
  role   = aws_iam_role.pipeline["apply"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = concat(local.write, local.only_aws, local.publish, local.protect) })
}

# The most that a role of the pipeline's making can do, whatever its own policy says: what the function does.
resource "aws_iam_policy" "boundary" {
  name = "${local.name}-boundary"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Tables"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = local.tables
      },
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${local.function_log_group}:*"
      },
    ]
  })
}
