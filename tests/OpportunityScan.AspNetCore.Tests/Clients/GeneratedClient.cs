using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace OpportunityScan.AspNetCore.Tests.Clients;

/// <summary>A C# client as NSwag makes it of a document, compiled.</summary>
internal static class GeneratedClient
{
    private const string Name = "Generated.Client";

    /// <summary>Makes an instance of the client.</summary>
    internal static async Task<dynamic> MakeAsync(string document, HttpClient http)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "Client",
            GenerateClientInterfaces = false,
            InjectHttpClient = true,
            UseBaseUrl = false,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.SystemTextJson, GenerateNullableReferenceTypes = true },
        };
        var code = new CSharpClientGenerator(await NSwag.OpenApiDocument.FromJsonAsync(document), settings).GenerateFile();
        using var image = new MemoryStream();
        var emitted = Compile(code).Emit(image);
        emitted.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        image.Position = 0;
        var type = new AssemblyLoadContext(Name, isCollectible: true).LoadFromStream(image).GetType(Name, throwOnError: true)!;
        return Activator.CreateInstance(type, http)!;
    }

    private static CSharpCompilation Compile(string code) => CSharpCompilation.Create(
        Name,
        [CSharpSyntaxTree.ParseText(code)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static p => MetadataReference.CreateFromFile(p)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
