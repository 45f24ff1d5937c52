using System.Reflection;

namespace OpportunityScan.DocsTests;

/// <summary>The public constants of a class.</summary>
internal static class Constants
{
    internal static IEnumerable<string> Of(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static f => f.IsLiteral).Select(static f => (string)f.GetRawConstantValue()!);
}
