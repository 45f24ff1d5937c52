using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpportunityScan.DocsTests;

/// <summary>The appsettings.json of the documentation sets what it seems to set.</summary>
public sealed class AppSettingsTests
{
    [Fact]
    public void Every_setting_reaches_its_option()
    {
        var json = Repository.Page("docs/options.md").Fences.Single(static f => f.Language is "json").Code;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var settings = new ConfigurationBuilder().AddJsonStream(stream).Build();
        var services = new ServiceCollection();
        services.AddOpportunityScanning(o => settings.GetSection("OpportunityScan").Bind(o))
            .UseInMemoryStore(o => settings.GetSection("OpportunityScan:InMemoryStore").Bind(o));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        var options = provider.GetRequiredService<IOptions<OpportunityScanOptions>>().Value;
        foreach (var setting in settings.GetSection("OpportunityScan").AsEnumerable(makePathsRelative: true).Where(static s => s.Value is not null))
        {
            var inMemory = setting.Key.StartsWith("InMemoryStore:", StringComparison.Ordinal);
            object target = inMemory ? provider.GetRequiredService<IOptions<InMemoryStoreOptions>>().Value : options;
            Text(Read(target, setting.Key[(inMemory ? "InMemoryStore:".Length : 0)..])).Should().BeEquivalentTo(setting.Value, setting.Key);
        }
    }

    private static object? Read(object target, string path) => path.Split(':').Aggregate(
        (object?)target, static (o, name) => (o!.GetType().GetProperty(name) ?? throw new MissingMemberException(o.GetType().Name, name)).GetValue(o));

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
