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

    /// <summary>Where many tests cannot run for one reason, one of them is reported, with how many there are: nobody reads the same line a hundred times.</summary>
    private sealed class Sink(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, (ITest First, int Count)> _skipped = new(StringComparer.Ordinal);

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestFailed failed && Reason(failed) is { } reason)
            {
                lock (_gate) _skipped[reason] = _skipped.TryGetValue(reason, out var known) ? (known.First, known.Count + 1) : (failed.Test, 1);
                return true;
            }

            if (message is ITestAssemblyFinished) Report();
            return inner.OnMessage(message);
        }

        private void Report()
        {
            lock (_gate)
            {
                foreach (var (reason, (first, count)) in _skipped) inner.OnMessage(new TestSkipped(first, $"{reason} So {count} tests are skipped."));
                _skipped.Clear();
            }
        }

        private static string? Reason(ITestFailed failed)
        {
            var place = Array.IndexOf(failed.ExceptionTypes, typeof(SkipTestException).FullName);
            return place < 0 ? null : failed.Messages[place];
        }
    }
}
