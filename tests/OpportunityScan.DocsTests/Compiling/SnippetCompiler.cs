using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OpportunityScan.DocsTests.Compiling;

/// <summary>Compiles blocks as the SDK would: nullable on, implicit usings, against the library and the shared frameworks.</summary>
internal static class SnippetCompiler
{
    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.CSharp14);
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static p => !Path.GetFileName(p).StartsWith("OpportunityScan.DocsTests", StringComparison.Ordinal))
            .Select(static p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>The block's compilation, with the types that earlier blocks of its page declare.</summary>
    internal static CSharpCompilation Compile(MarkdownPage page, Fence fence)
    {
        var tree = Parse(Wrappers.Wrap(fence));
        var earlier = page.Fences.Where(f => f.IsCode && f.Line < fence.Line).Select(static f => Parse(Wrappers.Wrap(f))).Where(DeclaresTypesOnly);
        return CSharpCompilation.Create(
            "Docs",
            [Parse(Wrappers.Usings(fence)), tree, .. earlier],
            References,
            new CSharpCompilationOptions(
                IsProgram(tree) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>What a reader who pastes the block would see: errors and warnings.</summary>
    internal static ImmutableArray<string> Complaints(MarkdownPage page, Fence fence) =>
        [.. Compile(page, fence).GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning).Select(static d => d.ToString())];

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, Syntax);

    private static bool IsProgram(SyntaxTree tree) => tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();

    private static bool DeclaresTypesOnly(SyntaxTree tree) =>
        !IsProgram(tree) && !tree.GetCompilationUnitRoot().Members.OfType<ClassDeclarationSyntax>().Any(static c => c.Identifier.Text is "Fragment");
}
