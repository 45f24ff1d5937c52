using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;

namespace OpportunityScan.DocsTests;

/// <summary>The tables of log messages and metrics list all there are.</summary>
public sealed class DiagnosticsTableTests
{
    private static readonly MarkdownPage Page = Repository.Page("docs/hosting.md");

    [Fact]
    public void Every_log_message_is_listed_with_its_level()
    {
        var log = typeof(MetricNames).Assembly.GetType("OpportunityScan.Diagnostics.Log", throwOnError: true)!;
        var messages = log.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static m => (m.Name, Message: m.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static m => m.Message is not null)
            .OrderBy(static m => m.Message!.EventId)
            .Select(static m => (Shown.Value(m.Message!.EventId), $"`{m.Name}`", m.Message.Level.ToString()));
        Page.Table("Log messages").Select(static r => (r[0], r[1], r[2])).Should().Equal(messages);
    }

    [Fact]
    public async Task Every_instrument_is_listed_with_its_kind_and_unit()
    {
        var services = new ServiceCollection();
        services.AddMetrics().AddOpportunityScanning();
        await using var provider = services.BuildServiceProvider();
        var scope = provider.GetRequiredService<IMeterFactory>();
        var instruments = new List<(string, string, string)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, scope)) instruments.Add(($"`{instrument.Name}`", Kind(instrument), $"`{instrument.Unit}`"));
            },
        };
        listener.Start();
        _ = provider.GetRequiredService<IScanCoordinator>();

        Page.Table("Metrics").Select(static r => (r[0], r[1], r[2])).Should().BeEquivalentTo(instruments);
        Constants.Of(typeof(MetricNames)).Should().BeEquivalentTo([MetricNames.Meter, .. Page.Table("Metrics").Select(static r => r[0].Trim('`'))]);
    }

    [Fact]
    public async Task The_tags_are_those_that_are_sent()
    {
        var sent = await MeasuredScan.TagsAsync();

        sent.Should().HaveCountGreaterThan(5);
        var listed = Page.Table("Metrics").ToDictionary(static r => r[0].Trim('`'), static r => r[3].Replace("`", "", StringComparison.Ordinal), StringComparer.Ordinal);
        foreach (var (instrument, tags) in sent) tags.Should().Be(listed[instrument], instrument);
    }

    private static string Kind(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        UpDownCounter<long> => "up-down counter",
        Histogram<double> => "histogram",
        _ => instrument.GetType().Name,
    };
}
