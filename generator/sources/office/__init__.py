"""Office files (办公文件) as a campaign's data: 活动.xlsx, 正文.docx, 方案.docx; also ledgers taken over from Excel."""
