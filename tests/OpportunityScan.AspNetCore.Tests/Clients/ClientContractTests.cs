using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpportunityScan.AspNetCore.Wire;
using OpportunityScan.Client;

namespace OpportunityScan.AspNetCore.Tests.Clients;

/// <summary>What the typed client reads is what the endpoints write: the same names with the same kinds of values, on both sides all of them.</summary>
public sealed class ClientContractTests
{
    [Theory]
    [InlineData(typeof(StartedBody), typeof(StartedScan))]
    [InlineData(typeof(StatusBody), typeof(ScanInfo))]
    [InlineData(typeof(CancelBody), typeof(CanceledScan))]
    [InlineData(typeof(ResultsBody), typeof(ResultsPage))]
    [InlineData(typeof(ListBody), typeof(ScanList))]
    [InlineData(typeof(StartBody), typeof(StartScan))]
    public void Both_sides_say_the_same(Type server, Type client) => Compare(server, client, server.Name);

    private static void Compare(Type server, Type client, string at)
    {
        var (written, read) = (Properties(server), Properties(client));
        written.Remove("success"); // what is no success is an exception here
        written.Remove("strategy_types"); // the other name of opportunity_type
        read.Keys.Should().BeEquivalentTo(written.Keys, at);
        foreach (var (name, type) in written)
        {
            if (IsPlain(type)) Kind(read[name]).Should().Be(Kind(type), $"{at}.{name}");
            else Compare(Inner(type), Inner(read[name]), $"{at}.{name}");
        }
    }

    private static Dictionary<string, Type> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static p => p.GetCustomAttribute<JsonExtensionDataAttribute>() is null && p.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition is not JsonIgnoreCondition.Always)
        .ToDictionary(static p => p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name), static p => p.PropertyType, StringComparer.Ordinal);

    private static bool IsPlain(Type type) => Inner(type) is var inner && (inner.IsPrimitive || inner == typeof(string) || inner == typeof(decimal) || inner == typeof(DateTime)
        || inner == typeof(DateTimeOffset) || inner == typeof(JsonElement) || inner.IsAssignableTo(typeof(IDictionary)) || inner.Name.Contains("Dictionary", StringComparison.Ordinal));

    private static string Kind(Type type)
    {
        var (list, inner) = (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)), Inner(type));
        var kind = inner == typeof(string) ? "text" : inner == typeof(bool) ? "truth" : inner == typeof(DateTime) || inner == typeof(DateTimeOffset) ? "instant"
            : inner == typeof(JsonElement) ? "json" : inner.Name.Contains("Dictionary", StringComparison.Ordinal) ? "map" : "number";
        return list ? kind + "s" : kind;
    }

    private static Type Inner(Type type)
    {
        if (type.IsArray) return Inner(type.GetElementType()!);
        if (type.IsGenericType && !type.Name.Contains("Dictionary", StringComparison.Ordinal)) return Inner(type.GetGenericArguments()[0]);
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
