using System.Collections.Concurrent;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>Reports tests whose server is missing as skipped, with the reason, once a reason. xunit 2 can skip only what it knows before it runs.</summary>
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

    /// <summary>Where many tests cannot run for one reason, the first is reported: nobody reads the same line a hundred times.</summary>
    private sealed class Sink(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is not ITestFailed failed || Reason(failed) is not { } reason) return inner.OnMessage(message);
            return !_told.TryAdd(reason, true) || inner.OnMessage(new TestSkipped(failed.Test, reason + " All tests that need it are skipped; this one is reported for them."));
        }

        private static string? Reason(ITestFailed failed)
        {
            var place = Array.IndexOf(failed.ExceptionTypes, typeof(SkipTestException).FullName);
            return place < 0 ? null : failed.Messages[place];
        }
    }
}
