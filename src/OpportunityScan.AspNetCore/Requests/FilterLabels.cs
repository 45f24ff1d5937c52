using System.Globalization;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>The filters of a start as labels of its scan, so that a list can tell it from others and lead back to what was shown of it.</summary>
internal static class FilterLabels
{
    internal static ScanParameters Of(ResultsFilter filter)
    {
        var labels = ScanParameters.Empty;
        foreach (var (name, values) in FilterText.Values(filter)) labels = labels.With(name, values);
        return labels;
    }

    /// <summary>The filters again. Labels of the host's own, and what is none any more, are not among them.</summary>
    internal static ResultsFilter Read(ScanParameters labels)
    {
        if (labels.Count == 0) return ResultsFilter.None;
        var filters = new FilterReader(new RequestErrors());
        foreach (var name in labels.Names)
        {
            var values = labels[name];
            if (name is not (FieldNames.MinProfit or FieldNames.MaxCapital or FieldNames.MinConfidence)) filters.TryList(name, name, [.. values]);
            else if (decimal.TryParse(values[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) filters.TakeNumber(name, number);
        }

        return filters.Filter;
    }
}
