# Without a domain there is nothing here, so that what an earlier one has left can be destroyed.

data "aws_route53_zone" "zone" {
  count = var.domain == null ? 0 : 1

  name = var.zone
}

resource "aws_acm_certificate" "site" {
  count = var.domain == null ? 0 : 1

  domain_name       = var.domain
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true # the distribution holds on to the old one until it has the new
  }
}

locals {
  validation = one(flatten([for certificate in aws_acm_certificate.site : certificate.domain_validation_options]))
}

resource "aws_route53_record" "validation" {
  count = var.domain == null ? 0 : 1

  zone_id = data.aws_route53_zone.zone[0].zone_id
  name    = local.validation.resource_record_name
  type    = local.validation.resource_record_type
  records = [local.validation.resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "site" {
  count = var.domain == null ? 0 : 1

  certificate_arn         = aws_acm_certificate.site[0].arn
  validation_record_fqdns = [aws_route53_record.validation[0].fqdn]

  # It is never issued where the zone is not delegated, and the pipeline's credentials last an hour: a run that outlives
  # them can neither keep its state nor lift its locks.
  timeouts {
    create = "30m"
  }
}
