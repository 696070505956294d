# Without a domain there is nothing here, so that what an earlier one has left can be destroyed.

data "aws_route53_zone" "zone" {
  count = var.domain == null ? 0 : 1

  name = var.zone
}

resource "aws_route53_record" "site" {
  for_each = toset(var.domain == null ? [] : ["A", "AAAA"])

  zone_id = data.aws_route53_zone.zone[0].zone_id
  name    = var.domain
  type    = each.value

  alias {
    name                   = var.distribution_domain.name
    zone_id                = var.distribution_domain.zone_id
    evaluate_target_health = false
  }
}

# The zone is signed with a key of KMS, for a dollar a month. It counts once the registrar has the DS record, which
# has to go from there before dnssec is turned off again: a zone that has lost its signature does not resolve.
resource "aws_kms_key" "dnssec" {
  count = var.dnssec ? 1 : 0

  description              = "Signs ${var.zone}"
  customer_master_key_spec = "ECC_NIST_P256" # the one kind that Route 53 takes
  key_usage                = "SIGN_VERIFY"
  deletion_window_in_days  = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Action    = "kms:*"
        Resource  = "*"
        Principal = { AWS = "arn:aws:iam::${var.account_id}:root" }
      },
      {
        Sid       = "Sign"
        Effect    = "Allow"
        Action    = ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"]
        Resource  = "*"
        Principal = { Service = "dnssec-route53.amazonaws.com" }
        Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
      },
      {
        Sid       = "Grant"
        Effect    = "Allow"
        Action    = "kms:CreateGrant"
        Resource  = "*"
        Principal = { Service = "dnssec-route53.amazonaws.com" }
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.account_id }
          Bool         = { "kms:GrantIsForAWSResource" = "true" }
        }
      },
    ]
  })
}

resource "aws_route53_key_signing_key" "zone" {
  count = var.dnssec ? 1 : 0

  name                       = replace(var.name, "-", "_") # takes no hyphen
  hosted_zone_id             = data.aws_route53_zone.zone[0].zone_id
  key_management_service_arn = aws_kms_key.dnssec[0].arn
}

resource "aws_route53_hosted_zone_dnssec" "zone" {
  count = var.dnssec ? 1 : 0

  hosted_zone_id = aws_route53_key_signing_key.zone[0].hosted_zone_id
}
