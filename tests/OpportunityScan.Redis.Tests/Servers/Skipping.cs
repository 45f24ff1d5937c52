using OpportunityScan.Redis.Tests.Servers;

[assembly: TestFramework("OpportunityScan.Redis.Tests.Servers." + nameof(SkippingTestFramework), "OpportunityScan.Redis.Tests")]
