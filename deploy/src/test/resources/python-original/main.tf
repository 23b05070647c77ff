# A stand-in of the Python original's deployment, of what its variables tell: an ordinary module, called "backup". What
# docs/upgrade-from-python.md moves over comes from here.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "backup" {
  source = "./original"

  app_name           = "mfa-api"
  environment        = "production"
  dynamodb_tables    = ["mfa-api_production_user_global", "mfa-api_production_u2f_global"]
  backup_bucket_name = "mfa-api-production-backups"
  lambda_runtime     = "python3.12"
}
