using System.Collections.Immutable;
using System.Globalization;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Gathers what results are filtered by, from a body or a query, and checks it.</summary>
internal sealed class FilterReader(RequestErrors errors)
{
    internal const int MaxValues = 50;
    private const int MaxLength = 256;

    private ResultsFilter _filter = ResultsFilter.None;

    internal ResultsFilter Filter => _filter;

    /// <summary>Takes a list. Returns whether the name is one of a filter.</summary>
    internal bool TryList(string field, string name, List<string> values)
    {
        switch (name)
        {
            case FieldNames.Risks:
                _filter = _filter with { Risks = Risks(field, values) };
                return true;
            case FieldNames.Sides:
                _filter = _filter with { Sides = Sides(field, values) };
                return true;
            case FieldNames.Types or FieldNames.TypesAlias:
                _filter = _filter with { Types = Texts(field, values) };
                return true;
            case FieldNames.Timeframes:
                _filter = _filter with { Timeframes = Texts(field, values) };
                return true;
            case FieldNames.Symbols:
                _filter = _filter with { Symbols = Texts(field, values) };
                return true;
            case FieldNames.Strategies:
                _filter = _filter with { Strategies = [.. Strategies(field, values, errors)] };
                return true;
            default:
                return false;
        }
    }

    /// <summary>Takes the number of one of the filters that have one.</summary>
    internal void TakeNumber(string name, decimal value)
    {
        var most = name is FieldNames.MinConfidence ? 1 : decimal.MaxValue;
        if (value < 0 || value > most)
        {
            var rule = name is FieldNames.MinConfidence ? "it must be from 0 to 1" : "it must not be negative";
            errors.Add(name, $"{value.ToString(CultureInfo.InvariantCulture)} is out of range; {rule}.");
        }

        _filter = name switch
        {
            FieldNames.MinProfit => _filter with { MinProfit = value },
            FieldNames.MaxCapital => _filter with { MaxCapital = value },
            _ => _filter with { MinConfidence = (double)value },
        };
    }

    internal static ImmutableArray<StrategyId> Strategies(string field, List<string> values, RequestErrors errors)
    {
        var ids = ImmutableArray.CreateBuilder<StrategyId>(values.Count);
        foreach (var value in values)
        {
            if (StrategyId.TryParse(value, out var id)) ids.Add(id);
            else errors.Add(field, $"{RequestText.Shown(value)} is not a strategy id; it must have 1 to 64 ASCII letters, digits, '_', '-' and '.'.");
        }

        return ids.ToImmutable();
    }

    private ImmutableHashSet<RiskLevel> Risks(string field, List<string> values)
    {
        var risks = ImmutableHashSet.CreateBuilder<RiskLevel>();
        foreach (var value in values)
        {
            if (Names.TryRisk(value, out var risk)) risks.Add(risk);
            else errors.Add(field, $"{RequestText.Shown(value)} is not a risk level; allowed are low, medium, high and very_high.");
        }

        return risks.ToImmutable();
    }

    private ImmutableHashSet<Side> Sides(string field, List<string> values)
    {
        var sides = ImmutableHashSet.CreateBuilder<Side>();
        foreach (var value in values)
        {
            if (Names.TrySide(value, out var side)) sides.Add(side);
            else errors.Add(field, $"{RequestText.Shown(value)} is not a side; allowed are buy, sell and none.");
        }

        return sides.ToImmutable();
    }

    private ImmutableHashSet<string> Texts(string field, List<string> values)
    {
        if (values.Count > MaxValues) errors.Add(field, $"The list has {values.Count} values; at most {MaxValues} are allowed.");
        foreach (var value in values)
        {
            if (RequestText.Violation(value, MaxLength) is { } violation) errors.Add(field, $"{RequestText.Shown(value)} {violation}.");
        }

        return ImmutableHashSet.CreateRange(StringComparer.OrdinalIgnoreCase, values);
    }
}
