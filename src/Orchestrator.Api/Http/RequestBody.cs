using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Http;

/// <summary>Reads bodies strictly: a bounded size, the right type, no unknown members, no members twice.</summary>
internal static class RequestBody
{
    /// <summary>The longest body of a decision or a comment, in bytes.</summary>
    public const int MaxFormSizeBytes = 64 * 1024;

    private const int MaxDepth = 32;
    private static readonly JsonSerializerOptions Strict = CreateStrict();
    private static readonly JsonDocumentOptions Document = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="RequestRefusedException">It is longer than allowed (413).</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int maxSizeBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxSizeBytes)
            throw TooLarge(maxSizeBytes);
        var buffer = new MemoryStream();
        var chunk = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(chunk, cancellation)) > 0;)
        {
            if (buffer.Length + read > maxSizeBytes)
                throw TooLarge(maxSizeBytes);
            buffer.Write(chunk, 0, read);
        }
        return buffer.ToArray();
    }

    /// <summary>Reads a JSON object.</summary>
    /// <exception cref="RequestRefusedException">It is not JSON (415), too long (413), or does not fit <typeparamref name="T"/> (400).</exception>
    public static async Task<T> ReadFormAsync<T>(HttpRequest request, CancellationToken cancellation) where T : class =>
        await ReadOptionalFormAsync<T>(request, cancellation) ?? throw Malformed($"The body is missing. It is a JSON object with {Members<T>()}.");

    /// <summary>Reads a JSON object that may be left out.</summary>
    /// <returns>The object, or <see langword="null"/> when there is no body.</returns>
    /// <exception cref="RequestRefusedException">It is not JSON (415), too long (413), or does not fit <typeparamref name="T"/> (400).</exception>
    public static async Task<T?> ReadOptionalFormAsync<T>(HttpRequest request, CancellationToken cancellation) where T : class
    {
        var body = await ReadAsync(request, MaxFormSizeBytes, cancellation);
        if (body.Length == 0)
            return null;
        RequireJson(request);
        using var document = Parse(body);
        CheckMembers<T>(document.RootElement);
        return Convert<T>(document.RootElement);
    }

    /// <summary>Reads any JSON value.</summary>
    /// <returns>The value, or <see langword="null"/> when there is no body.</returns>
    /// <exception cref="RequestRefusedException">It is not JSON (400, 415) or too long (413).</exception>
    public static async Task<JsonElement?> ReadJsonAsync(HttpRequest request, int maxSizeBytes, CancellationToken cancellation)
    {
        var body = await ReadAsync(request, maxSizeBytes, cancellation);
        if (body.Length == 0)
            return null;
        RequireJson(request);
        using var document = Parse(body);
        return document.RootElement.Clone();
    }

    /// <summary>Says whether the body is declared to be one of these media types, in UTF-8.</summary>
    public static bool IsOfType(HttpRequest request, params ReadOnlySpan<string> mediaTypes)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Charset.HasValue && !IsUtf8(type))
            return false;
        foreach (var mediaType in mediaTypes)
        {
            if (type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static void RequireJson(HttpRequest request)
    {
        if (!IsOfType(request, "application/json"))
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, "The body must be sent as Content-Type: application/json, in UTF-8.");
    }

    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            var document = JsonDocument.Parse(body, Document);
            // Half a surrogate pair is JSON and yet no text; it must not get as far as the engine's history.
            using var nowhere = new Utf8JsonWriter(Stream.Null);
            document.WriteTo(nowhere);
            return document;
        }
        catch (InvalidOperationException)
        {
            throw Malformed("The body holds text that is not Unicode.");
        }
        catch (JsonException error)
        {
            throw Malformed($"The body is not JSON: line {error.LineNumber + 1}, column {error.BytePositionInLine + 1}.");
        }
    }

    private static void CheckMembers<T>(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Malformed($"The body must be a JSON object with {Members<T>()}.");
        var known = Strict.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToList();
        var unknown = root.EnumerateObject().FirstOrDefault(member => !known.Contains(member.Name));
        if (unknown.Value.ValueKind != JsonValueKind.Undefined)
            throw Malformed($"The body has an unknown member '{Cut(unknown.Name)}'. It is a JSON object with {Members<T>()}.");
    }

    private static T Convert<T>(JsonElement root)
    {
        try
        {
            return root.Deserialize<T>(Strict) ?? throw new JsonException();
        }
        catch (JsonException error)
        {
            throw Malformed($"The body does not fit{(error.Path is { Length: > 2 } path ? $" at '{path[2..]}'" : "")}. It is a JSON object with {Members<T>()}.");
        }
    }

    private static string Members<T>() => string.Join(", ", Strict.GetTypeInfo(typeof(T)).Properties.Select(Describe));

    private static string Describe(System.Text.Json.Serialization.Metadata.JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var values = type.IsEnum ? $" ({string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))})" : "";
        return $"'{property.Name}'{values}";
    }

    private static string Cut(string name) => name.Length <= 50 ? name : name[..50] + "…";

    private static RequestRefusedException Malformed(string message) => new(StatusCodes.Status400BadRequest, message);

    private static RequestRefusedException TooLarge(int maxSizeBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {maxSizeBytes} bytes.");

    private static JsonSerializerOptions CreateStrict()
    {
        var options = new JsonSerializerOptions(DurableJson.Options)
        {
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = MaxDepth,
        };
        options.Converters.Insert(0, new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
