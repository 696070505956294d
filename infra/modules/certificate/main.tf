data "aws_route53_zone" "zone" {
  name = var.zone
}

resource "aws_acm_certificate" "site" {
  domain_name       = var.domain
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true # the distribution holds on to the old one until it has the new
  }
}

locals {
  validation = one(aws_acm_certificate.site.domain_validation_options)
}

resource "aws_route53_record" "validation" {
  zone_id = data.aws_route53_zone.zone.zone_id
  name    = local.validation.resource_record_name
  type    = local.validation.resource_record_type
  records = [local.validation.resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "site" {
  certificate_arn         = aws_acm_certificate.site.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}
