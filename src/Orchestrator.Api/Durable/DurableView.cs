using Microsoft.AspNetCore.Mvc;
using Orchestrator.Api.Http;

namespace Orchestrator.Api.Durable;

/// <summary>How much of an instance a question wants to see, from its query string.</summary>
internal sealed record DurableView(
    [property: FromQuery(Name = "showHistory")] string? ShowHistory,
    [property: FromQuery(Name = "showHistoryOutput")] string? ShowHistoryOutput,
    [property: FromQuery(Name = "showInput")] string? ShowInput,
    [property: FromQuery(Name = "returnInternalServerErrorOnFailure")] string? ReturnInternalServerErrorOnFailure)
{
    public bool WithHistory() => QueryValues.Flag("showHistory", ShowHistory);

    public bool WithHistoryOutput() => QueryValues.Flag("showHistoryOutput", ShowHistoryOutput);

    public bool WithInput() => QueryValues.Flag("showInput", ShowInput, otherwise: true);

    public bool ErrorOnFailure() => QueryValues.Flag("returnInternalServerErrorOnFailure", ReturnInternalServerErrorOnFailure);
}
