using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>A request, read.</summary>
internal sealed class ArmCall
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128 };

    /// <summary>The method, in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>The path, without its query and unescaped.</summary>
    public required string RawPath { get; init; }

    /// <summary>The path and the query as they were sent.</summary>
    public required string Target { get; init; }

    /// <summary>The query, by name.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers, by name.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The host that was asked, without its port.</summary>
    public required string Host { get; init; }

    /// <summary>The body as it was sent.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>The body as text.</summary>
    public string BodyText => field ??= Encoding.UTF8.GetString(Bytes);

    internal required ArmWorld World { get; init; }

    internal ArmPath Path => field ??= new ArmPath(RawPath);

    /// <summary>The body, read anew each time, so that whoever gets it may keep it.</summary>
    public JsonObject Body
    {
        get
        {
            if (BodyText.Length == 0)
                return [];
            try
            {
                return JsonNode.Parse(BodyText, documentOptions: Strict) as JsonObject ?? [];
            }
            catch (JsonException error)
            {
                throw ArmErrorException.Bad($"The request content was invalid and could not be deserialized: '{error.Message}'.", "InvalidRequestContent");
            }
        }
    }

    /// <summary>One header.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its value, if it was sent.</returns>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
