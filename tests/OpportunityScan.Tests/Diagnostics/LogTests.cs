using System.Reflection;
using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;

namespace OpportunityScan.Tests.Diagnostics;

public sealed class LogTests
{
    private static readonly (string Name, LoggerMessageAttribute Message)[] Messages =
    [
        .. typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static m => (m.Name, Message: m.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(static m => m.Message is not null),
    ];

    [Fact]
    public void Ids_are_unique() => Messages.Select(m => m.Message.EventId).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Ids_never_change_because_alerts_are_built_on_them()
    {
        Messages.OrderBy(m => m.Message.EventId).Select(m => $"{m.Message.EventId} {m.Name}").Should().Equal(
            "101 ScanStarted",
            "102 ScanClaimed",
            "103 ScanEnded",
            "104 ScanReleased",
            "105 RunFenced",
            "106 ScanRestored",
            "107 RunBroke",
            "108 CommitInvalid",
            "109 NobodyRunsScans",
            "110 StopGraceTooLong",
            "201 StrategyFailed",
            "202 StrategyDetached",
            "203 DetachedStrategyEnded",
            "204 CancellationCallbackThrew",
            "205 StrategyDisposeFailed",
            "206 StrayExceptionThrown",
            "207 SizeUnknown",
            "301 StoreUnavailable",
            "302 LookupPolicyFailed",
            "303 LookupAnswerRefused",
            "304 BackgroundLoopFailed",
            "305 StoreStillUnavailable",
            "306 StoreAvailable",
            "307 SignalsMissing",
            "401 RankerFailed",
            "402 DescribeErrorFailed");
    }

    [Fact]
    public void No_message_names_an_owner() =>
        Messages.Select(m => m.Message.Message).Should().NotContain(m => m.Contains("owner", StringComparison.OrdinalIgnoreCase));
}
