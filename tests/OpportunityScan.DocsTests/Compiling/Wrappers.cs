namespace OpportunityScan.DocsTests.Compiling;

/// <summary>What stands around the code of a block, so that fragments compile: the names that documentation takes for granted.</summary>
internal static class Wrappers
{
    private const string SdkUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;

        """;

    private const string WebUsings = """
        global using System.Net.Http.Json; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;

        """;

    // CS1998: a body need not await. CS0169, CS0649, CS0414, CS8618: the names are there to be used, not to be set.
    private const string FragmentHead = """
        #pragma warning disable CS1998, CS0169, CS0649, CS0414, CS8618
        using System.Collections.Immutable; using System.Runtime.CompilerServices; using System.Text.Json;
        using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting; using Microsoft.Extensions.Logging;
        using OpportunityScan; using OpportunityScan.Diagnostics; using OpportunityScan.Storage;
        internal sealed class Fragment
        {
            private IServiceCollection services; private IOpportunityScanBuilder scanning; private IServiceProvider provider;
            private IScanCoordinator scans; private IScanWorker worker; private IScanStore store;
            private ScanKey key; private OwnerId owner; private ScanRequest request; private ScanTicket ticket; private ScanSnapshot snapshot;
            private CancellationToken cancellationToken;

        """;

    /// <summary>The implicit usings of the SDK that the block is written for.</summary>
    internal static string Usings(Fence fence) => IsWeb(fence) ? SdkUsings + WebUsings : SdkUsings;

    /// <summary>The block as a whole file, its lines numbered as on the page.</summary>
    internal static string Wrap(Fence fence)
    {
        var code = $"#line {fence.Line} \"{fence.Page}\"\n{fence.Code}\n#line hidden\n";
        return fence.Wrapper.Replace("web", "", StringComparison.Ordinal).Trim() switch
        {
            "" or "program" => code,
            "body" => $"{FragmentHead}public async Task RunAsync() {{\n{code}}}}}\n",
            "members" => $"{FragmentHead}{code}}}\n",
            var unknown => throw new FormatException($"{fence.Page}({fence.Line}): nothing is known of the wrapper '{unknown}'."),
        };
    }

    private static bool IsWeb(Fence fence) => fence.Wrapper.Split(' ').Contains("web", StringComparer.Ordinal);
}
