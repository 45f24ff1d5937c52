using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.AspNetCore.Problems;
using OpportunityScan.AspNetCore.Requests;
using OpportunityScan.AspNetCore.Wire;
using OpportunityScan.DocsTests.Markdown;

namespace OpportunityScan.AspNetCore.Tests.Docs;

/// <summary>The tables of the reference list what there is.</summary>
public sealed class ReferenceTests
{
    private static readonly MarkdownPage Page = Repository.Page("docs/http.md");

    [Fact]
    public void Every_code_is_listed_with_its_status()
    {
        var codes = typeof(OpportunityScanProblems).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

        Page.Table("Codes").Select(r => (r[0].Trim('`'), r[1])).Should().Equal(ProblemKind.All.Select(k => (k.Code, k.Status.ToString(CultureInfo.InvariantCulture))));
        ProblemKind.All.Select(k => k.Code).Should().BeEquivalentTo(codes);
    }

    [Fact]
    public async Task Every_endpoint_is_listed()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Map = e => Microsoft.AspNetCore.Builder.OpportunityScanEndpoints.MapOpportunityScanning(e, "/x") }, Sample.Finds("gap"));

        var mapped = site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => (Method: e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0], e.RoutePattern.RawText))
            .Where(e => e.Method is not (null or "HEAD")) // what is there for every GET, and what answers that nothing is there
            .Select(e => $"{e.Method} {e.RawText!["/x".Length..]}");

        Names("Endpoints").Should().BeEquivalentTo(mapped);
    }

    [Fact]
    public void Every_field_of_a_start_is_listed()
    {
        var described = typeof(StartBody).GetProperties().Select(p => p.GetCustomAttribute<System.Text.Json.Serialization.JsonPropertyNameAttribute>()!.Name);

        Names("Start").Should().BeEquivalentTo(described);
        foreach (var name in Names("Start"))
        {
            var read = () => new StartReader(new OpportunityScanHttpOptions()).Read(System.Text.Encoding.UTF8.GetBytes($$"""{"{{name}}": null}"""));
            read.Should().NotThrow(name);
        }
    }

    [Fact]
    public void Every_filter_is_listed() => Names("Filters").Should().Equal(FieldNames.Filters);

    [Fact]
    public void Every_option_is_listed_with_its_default_and_range()
    {
        var options = new OpportunityScanHttpOptions();
        var rows = Page.Table("OpportunityScanHttpOptions").ToDictionary(r => r[0].Trim('`'), StringComparer.Ordinal);
        var properties = typeof(OpportunityScanHttpOptions).GetProperties().OrderBy(p => p.MetadataToken).ToList();

        rows.Keys.Should().Equal(properties.Select(p => p.Name));
        foreach (var property in properties.Where(p => p.PropertyType == typeof(TimeSpan) || p.PropertyType == typeof(int)))
        {
            var row = rows[property.Name];
            Value(row[2], property.PropertyType).Should().Be(property.GetValue(options), property.Name);
            var ends = row[1].Split(" to ");
            foreach (var (text, step) in new[] { (ends[0], -1), (ends[1], 1) })
            {
                Accepts(property, Value(text, property.PropertyType)).Should().BeTrue($"{property.Name} may be {text}");
                Accepts(property, Next(Value(text, property.PropertyType), step)).Should().BeFalse($"{property.Name} may not go beyond {text}");
            }
        }
    }

    private static ImmutableArray<string> Names(string heading) => [.. Page.Table(heading).Select(r => r[0].Trim('`'))];

    private static bool Accepts(PropertyInfo property, object value)
    {
        var options = new OpportunityScanHttpOptions();
        property.SetValue(options, value);
        return !HttpOptionRules.Violations(options).Any();
    }

    private static object Next(object value, int step) => value is TimeSpan span ? span + TimeSpan.FromTicks(step) : (int)value + step;

    private static object Value(string text, Type type) =>
        type == typeof(int) ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : OpportunityScan.DocsTests.Shown.ParseSpan(text);
}
