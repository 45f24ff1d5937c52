using BenchmarkDotNet.Running;
using OpportunityScan.Benchmarks;

if (args is ["--retained"])
{
    await RetainedBytes.ReportAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ReportConfig).Assembly).Run(args, new ReportConfig());
