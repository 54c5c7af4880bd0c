using System.Text;
using System.Text.Json;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>Why Azure refused a call or gave an operation up, without secrets.</summary>
/// <param name="Status">The HTTP status; 0 when it is the end of an operation.</param>
/// <param name="Code">The error's code.</param>
/// <param name="Message">The error's message.</param>
internal sealed record ArmFailure(int Status, string Code, string Message)
{
    private const int MostDetails = 5;
    private const int Deepest = 4;

    /// <summary>The causes, each as code and message.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>The codes of the error and of its causes.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [Code];

    /// <summary>How long it asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What Microsoft's support asks for.</summary>
    public string? RequestId { get; init; }

    /// <summary>All of it, as a sentence without its full stop.</summary>
    public string Text => Details.Count == 0 ? Headline : $"{Headline} ({string.Join("; ", Details)})";

    private string Headline => Message.Length == 0 ? Code : $"{Code}: {Message}";

    /// <summary>Reads a refusal.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>Why.</returns>
    public static ArmFailure Of(ArmAnswer answer) => Of(ErrorIn(answer.Body), answer.Status) with
    {
        RetryAfter = answer.RetryAfter,
        RequestId = answer.RequestId,
    };

    /// <summary>Reads an error.</summary>
    /// <param name="error">The object with <c>code</c>, <c>message</c> and <c>details</c>; may be undefined.</param>
    /// <param name="status">The HTTP status; 0 when it is the end of an operation.</param>
    /// <returns>Why.</returns>
    public static ArmFailure Of(JsonElement error, int status)
    {
        var causes = new List<(string Code, string Message)>();
        Collect(error, causes, Deepest);
        var first = causes.FirstOrDefault(("no reason given", ""));
        return new(status, first.Item1, first.Item2)
        {
            Details = [.. causes.Skip(1).Select(cause => $"{cause.Code}: {cause.Message}").Distinct().Take(MostDetails)],
            Codes = [.. causes.Select(cause => cause.Code).DefaultIfEmpty(first.Item1)],
        };
    }

    // Some providers answer the error itself, some wrap it, and the JSON of a cause may be the text of its message.
    private static JsonElement ErrorIn(JsonElement body) => body.Find("error") ?? body.Find("properties", "error") ?? body;

    private static void Collect(JsonElement error, List<(string Code, string Message)> causes, int depth)
    {
        if (error.ValueKind != JsonValueKind.Object || depth == 0)
            return;
        var message = error.Text("message") ?? "";
        var nested = message.StartsWith('{') ? ErrorIn(Json.Parse(Encoding.UTF8.GetBytes(message))) : default;
        if (error.Text("code") is { } code)
            causes.Add((Scrubber.Clean(code), nested.ValueKind == JsonValueKind.Object ? "" : Scrubber.Clean(message)));
        Collect(nested, causes, depth - 1);
        foreach (var detail in error.Items("details"))
            Collect(detail, causes, depth - 1);
    }
}
