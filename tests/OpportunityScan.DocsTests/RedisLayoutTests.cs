using System.Reflection;
using Microsoft.Extensions.Logging;

namespace OpportunityScan.DocsTests;

/// <summary>The pages on Redis list every script, field, kind of key and log message there is.</summary>
public sealed class RedisLayoutTests
{
    private static readonly Assembly Redis = typeof(RedisStoreOptions).Assembly;
    private static readonly MarkdownPage Page = Repository.Page("docs/redis-layout.md");

    [Fact]
    public void Every_script_is_listed() =>
        Listed("Scripts").Should().BeEquivalentTo(Redis.GetManifestResourceNames().Where(static n => n.EndsWith(".lua", StringComparison.Ordinal)));

    [Fact]
    public void Every_field_of_the_head_is_listed()
    {
        var fields = Constants("OpportunityScan.Redis.Serialization.HeadFields");
        fields.Should().HaveCountGreaterThan(10);
        Listed("Head fields").SkipLast(1).Should().BeEquivalentTo(fields);
    }

    [Fact]
    public void Every_kind_of_key_is_listed()
    {
        var all = Redis.GetManifestResourceNames().Single(static n => n.EndsWith("common.lua", StringComparison.Ordinal));
        using var reader = new StreamReader(Redis.GetManifestResourceStream(all)!);
        var declared = reader.ReadToEnd().Split('\n').Count(static l => l.StartsWith("--   KEYS[", StringComparison.Ordinal));

        Listed("Keys").Should().HaveCount(declared + 6, "these, what is staged, what a kind of worker can run, what was measured, the config, what a probe tries and what replicas are waited for with").And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_log_message_of_the_store_is_listed_with_its_level()
    {
        var messages = Redis.GetType("OpportunityScan.Redis.Log", throwOnError: true)!
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static m => (m.Name, Message: m.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static m => m.Message is not null)
            .OrderBy(static m => m.Message!.EventId)
            .Select(static m => (Shown.Value(m.Message!.EventId), $"`{m.Name}`", m.Message.Level.ToString()));
        Repository.Page("docs/operations.md").Table("Log messages").Select(static r => (r[0], r[1], r[2])).Should().Equal(messages);
    }

    private static IEnumerable<string> Listed(string heading) => Page.Table(heading).Select(static r => r[0].Trim('`'));

    private static IEnumerable<string> Constants(string type) =>
        Redis.GetType(type, throwOnError: true)!.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(static f => f.IsLiteral).Select(static f => (string)f.GetRawConstantValue()!);
}
