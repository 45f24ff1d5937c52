using System.Diagnostics;
using System.Text.Json;
using OpportunityScan.Redis.Tests.Servers;
using ScanWeb.Tests.Clients;
using ScanWeb.Tests.Processes;

namespace ScanWeb.Tests.TypeScript;

/// <summary>
/// The document that the sample serves is what other programs take it for: it breaks no rule of documents, and a TypeScript program with types that were
/// made of it compiles strictly, starts, follows, pages and cancels.
/// </summary>
public sealed class TypeScriptTests
{
    private static readonly string Folder = FolderOf("tests/ScanWeb.Tests/TypeScript");
    private static readonly string Modules = Path.Combine(Folder, "node_modules");

    [Fact]
    public async Task Clients_in_other_languages_are_made_of_the_document_and_work()
    {
        if (!Directory.Exists(Modules)) throw new SkipTestException("The tools of TypeScript are missing; install Node.js, then: npm ci --prefix tests/ScanWeb.Tests/TypeScript");
        await using var web = await WebProcess.StartAsync("--latency", "5ms");
        using var client = await ApiClient.SignInAsync(web.Address);
        var work = Directory.CreateTempSubdirectory("scanweb-typescript-");
        try
        {
            foreach (var file in (string[])["client.ts", "tsconfig.json", "package.json"]) File.Copy(Path.Combine(Folder, file), Path.Combine(work.FullName, file));
            Directory.CreateSymbolicLink(Path.Combine(work.FullName, "node_modules"), Modules);
            await File.WriteAllTextAsync(Path.Combine(work.FullName, "document.json"), await client.Http.GetStringAsync("/openapi/v1.json"));

            await ToolAsync(work, "redocly", "lint", "document.json");
            await ToolAsync(work, "openapi-typescript", "document.json", "-o", "api.d.ts");
            await ToolAsync(work, "tsc", "-p", ".");
            var saw = JsonDocument.Parse(await RunAsync(work, ["client.js"], ("BASE", web.Address.ToString().TrimEnd('/')), ("TOKEN", client.Token))).RootElement;

            saw.GetProperty("status").GetString().Should().Be("complete");
            saw.GetProperty("phases").EnumerateArray().Select(static p => p.GetString()).Should().BeSubsetOf(["queued", "running"]);
            saw.GetProperty("found").GetArrayLength().Should().Be(saw.GetProperty("total").GetInt32());
            saw.GetProperty("canceled").GetBoolean().Should().BeTrue();
            saw.GetProperty("listed").EnumerateArray().Select(static n => n.GetInt32()).Should().Equal(14, 14);
            saw.GetProperty("refused").GetString().Should().Be("not_found");
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static Task<string> ToolAsync(DirectoryInfo work, string tool, params string[] arguments) =>
        RunAsync(work, [Path.Combine("node_modules", ".bin", tool), .. arguments]);

    /// <summary>What a program printed that has to succeed.</summary>
    private static async Task<string> RunAsync(DirectoryInfo work, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = work.FullName, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync().WithinBound();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);
        process.ExitCode.Should().Be(0, $"{string.Join(' ', arguments)} printed {printed} {await errors}");
        return printed;
    }

    private static string FolderOf(string path)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "OpportunityScan.sln"))) directory = directory.Parent!;
        return Path.Combine(directory.FullName, path);
    }
}
