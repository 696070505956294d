mock_provider "aws" {
  mock_data "aws_route53_zone" {
    defaults = { zone_id = "Z" }
  }
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-east-1:111122223333:certificate/c"
      domain_validation_options = [{
        domain_name           = "resume.example.com"
        resource_record_name  = "_token.resume.example.com"
        resource_record_type  = "CNAME"
        resource_record_value = "_answer.acm-validations.aws"
      }]
    }
  }
}

variables {
  domain = "resume.example.com"
  zone   = "example.com"
}

run "certificate" {
  assert {
    condition     = aws_acm_certificate.site[0].domain_name == "resume.example.com" && aws_acm_certificate.site[0].validation_method == "DNS"
    error_message = "The certificate has to be the domain's, and renew itself by DNS."
  }

  assert {
    condition = (
      aws_route53_record.validation[0].zone_id == "Z"
      && aws_route53_record.validation[0].name == "_token.resume.example.com"
      && aws_route53_record.validation[0].type == "CNAME"
      && aws_route53_record.validation[0].records == toset(["_answer.acm-validations.aws"])
    )
    error_message = "The zone has to hold the record that AWS asks for."
  }

  assert {
    condition     = data.aws_route53_zone.zone[0].name == "example.com"
    error_message = "The record has to lie in the zone of the settings."
  }

  assert {
    condition     = output.certificate_arn == "arn:aws:acm:us-east-1:111122223333:certificate/c"
    error_message = "The distribution has to get this certificate."
  }

  assert {
    condition     = toset(aws_acm_certificate_validation.site[0].validation_record_fqdns) == toset([aws_route53_record.validation[0].fqdn])
    error_message = "The certificate has to be waited for."
  }

  assert {
    condition     = aws_acm_certificate_validation.site[0].timeouts.create == "30m"
    error_message = "The wait for a certificate has to end before the pipeline's credentials do."
  }
}

run "domain_is_zone" {
  command = plan

  variables {
    domain = "example.com"
  }

  assert {
    condition     = aws_acm_certificate.site[0].domain_name == "example.com"
    error_message = "A zone's own name is a domain in it."
  }
}

run "no_domain" {
  command = plan

  variables {
    domain = null
    zone   = null
  }

  assert {
    condition     = length(data.aws_route53_zone.zone) + length(aws_acm_certificate.site) + length(aws_route53_record.validation) == 0
    error_message = "Without a domain nothing may be left of an earlier one."
  }
}
