namespace OpportunityScan.AspNetCore.Describing;

/// <summary>What only an OpenAPI document can say of an endpoint.</summary>
/// <param name="Id">What a generated client calls it.</param>
/// <param name="Headers">The headers of its answers, by status code.</param>
internal sealed record Operation(string Id, params IReadOnlyList<OperationHeader> Headers);

/// <summary>A header of an answer.</summary>
/// <param name="Status">The status code of the answer.</param>
/// <param name="Name">The header.</param>
/// <param name="Description">What it says.</param>
/// <param name="IsNumber">Whether it is a whole number.</param>
internal sealed record OperationHeader(int Status, string Name, string Description, bool IsNumber = false);
