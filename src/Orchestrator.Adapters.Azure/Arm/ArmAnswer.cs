using System.Text.Json;
using Azure;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>What Resource Manager answered, to a call of ours or to one of the SDK's.</summary>
internal sealed record ArmAnswer
{
    private const int FirstError = 400;

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The body; undefined when there is none. Read it with <see cref="Json"/>.</summary>
    public JsonElement Body { get; init; }

    /// <summary>The version of the resource, from the header or the body, for <see cref="ArmCondition.Unchanged"/>.</summary>
    public string? ETag { get; init; }

    /// <summary>The header <c>Azure-AsyncOperation</c>.</summary>
    public Uri? AsyncOperation { get; init; }

    /// <summary>The header <c>Location</c>.</summary>
    public Uri? Location { get; init; }

    /// <summary>How long it asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What Microsoft's support asks for.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether it is a refusal.</summary>
    public bool IsError => Status >= FirstError;

    /// <summary>How far the resource is made, for example <c>Succeeded</c>; <see langword="null"/> when it does not say.</summary>
    public string? ProvisioningState => Body.Text("properties", "provisioningState");

    /// <summary>Takes what an operation of the SDK was answered when it was started with <see cref="WaitUntil.Started"/>.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>The answer.</returns>
    public static ArmAnswer Of(Operation operation) => Of(operation.GetRawResponse());

    /// <summary>Takes an answer.</summary>
    /// <param name="response">A buffered response.</param>
    /// <returns>The answer.</returns>
    public static ArmAnswer Of(Response response)
    {
        var body = response.ContentStream is null ? default : Json.Parse(response.Content.ToMemory());
        return new()
        {
            Status = response.Status,
            Body = body,
            ETag = Header(response, "ETag") ?? body.Text("etag"),
            AsyncOperation = UrlOf(response, "Azure-AsyncOperation"),
            Location = UrlOf(response, "Location"),
            RetryAfter = Arm.RetryAfter.Of(response),
            RequestId = Header(response, "x-ms-correlation-request-id") ?? Header(response, "x-ms-request-id"),
        };
    }

    private static string? Header(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;

    private static Uri? UrlOf(Response response, string name) => Uri.TryCreate(Header(response, name), UriKind.Absolute, out var url) ? url : null;
}
