using System.Runtime.CompilerServices;

namespace OpportunityScan.Tests.Architecture;

public sealed class LayerTests
{
    [Fact]
    public void A_type_uses_only_its_own_layer_and_those_right_of_it()
    {
        var wrong = from declared in Layers.Types()
                    from used in TypeUses.Of(declared.Type)
                    let layer = Layers.Of(used)
                    where !Layers.MayUse(declared.Layer, layer)
                    select $"{declared.Layer}/{declared.Type.Name} uses {layer}/{used.Name}";

        wrong.Distinct(StringComparer.Ordinal).Should().BeEmpty();
    }

    [Fact]
    public void A_file_imports_only_its_own_layer_and_those_right_of_it()
    {
        var wrong = from file in Layers.Files()
                    from line in Repository.Lines(file.Path)
                    where line.StartsWith("using OpportunityScan.", StringComparison.Ordinal)
                    let layer = line["using OpportunityScan.".Length..].Split('.', ';')[0]
                    where !Layers.MayUse(file.Layer, layer)
                    select $"{file.Path}: {line}";

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Every_folder_is_a_layer_and_every_type_is_in_one()
    {
        Layers.Files().Select(file => file.Layer).ToHashSet(StringComparer.Ordinal).Should().BeSubsetOf(Layers.Allowed.Keys);

        typeof(ScanId).Assembly.GetTypes()
            .Where(type => type.DeclaringType is null && !IsCompilerMade(type) && Layers.Of(type) is null).Should().BeEmpty();
    }

    [Fact]
    public void The_check_sees_what_a_type_uses() =>
        TypeUses.Of(typeof(OpportunityScan.State.ScanMachine)).Should().Contain([typeof(ScanState), typeof(StrategyErrorCodes).Assembly.GetType("OpportunityScan.State.Commits")!]);

    [Theory]
    [InlineData("System.Threading.Tasks")]
    [InlineData("System.TimeProvider")]
    [InlineData("System.IServiceProvider")]
    [InlineData("Microsoft.Extensions")]
    [InlineData("Polly")]
    public void The_pure_layers_know_nothing_of(string shell)
    {
        var wrong = from declared in Layers.Types()
                    where Layers.Pure.Contains(declared.Layer, StringComparer.Ordinal)
                    from used in TypeUses.Of(declared.Type)
                    where used.FullName?.StartsWith(shell, StringComparison.Ordinal) == true
                    select $"{declared.Layer}/{declared.Type.Name} uses {used.FullName}";

        wrong.Should().BeEmpty();
    }

    private static bool IsCompilerMade(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.StartsWith('<') || type.Namespace?.StartsWith("OpportunityScan", StringComparison.Ordinal) != true;
}
