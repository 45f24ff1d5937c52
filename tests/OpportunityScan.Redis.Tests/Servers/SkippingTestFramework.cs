using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>Reports tests whose server is missing as skipped, with the reason. xunit 2 can skip only what it knows before it runs.</summary>
public sealed class SkippingTestFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new Sink(executionMessageSink), executionOptions);
    }

    private sealed class Sink(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => inner.OnMessage(
            message is ITestFailed failed && Reason(failed) is { } reason ? new TestSkipped(failed.Test, reason) : message);

        private static string? Reason(ITestFailed failed)
        {
            var place = Array.IndexOf(failed.ExceptionTypes, typeof(SkipTestException).FullName);
            return place < 0 ? null : failed.Messages[place];
        }
    }
}
