# The bucket of the backups. With create_bucket = false there is nothing of all this: that bucket's owner cares for it.

resource "aws_s3_bucket" "backups" {
  count  = var.create_bucket ? 1 : 0
  bucket = var.backup_bucket_name
  tags   = var.tags

  lifecycle {
    # It is what is left of the tables on the worst day. Whoever means it takes this line out first.
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "backups" {
  count                   = var.create_bucket ? 1 : 0
  bucket                  = aws_s3_bucket.backups[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# No ACLs: what an export writes belongs to the bucket's owner, whoever started it.
resource "aws_s3_bucket_ownership_controls" "backups" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.backups[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "backups" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.backups[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
    # One call to KMS for many objects, in place of one for each.
    bucket_key_enabled = var.kms_key_arn != null
  }
}

# What is overwritten or deleted can be had back until the rule old-versions removes it.
resource "aws_s3_bucket_versioning" "backups" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.backups[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_policy" "backups" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.backups[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  # S3 refuses two changes of a bucket's access at the same time.
  depends_on = [aws_s3_bucket_public_access_block.backups]
}

resource "aws_s3_bucket_lifecycle_configuration" "backups" {
  count  = var.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.backups[0].id

  rule {
    id     = "dated-backups"
    status = "Enabled"
    # The dates from 2000 to 2999, and so neither _state/ nor whatever else lies there.
    filter {
      prefix = "${var.exports_prefix}/2"
    }
    expiration {
      days = var.backup_retention_days
    }
  }

  rule {
    id     = "state"
    status = "Enabled"
    # Checkpoints and rejects of restores, locks, notes of backups. After so long nobody goes on with a restore.
    filter {
      prefix = "${var.exports_prefix}/_state/"
    }
    expiration {
      days = 30
    }
  }

  rule {
    id     = "incomplete-uploads"
    status = "Enabled"
    filter {}
    # An export takes hours at most.
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    # What is left of an object once its last version is gone.
    expiration {
      expired_object_delete_marker = true
    }
  }

  depends_on = [aws_s3_bucket_versioning.backups]
}

# Experimental. ddbvault's own writes carry the checksum that Object Lock asks for; DynamoDB's exports were never tried.
resource "aws_s3_bucket_object_lock_configuration" "backups" {
  count  = var.create_bucket && var.object_lock != null ? 1 : 0
  bucket = aws_s3_bucket.backups[0].id

  rule {
    default_retention {
      mode = var.object_lock.mode
      days = var.object_lock.days
    }
  }

  depends_on = [aws_s3_bucket_versioning.backups]
}
