using Microsoft.AspNetCore.Http;

namespace Orchestrator.Testing.Arm;

/// <summary>One request from the wire to the wire: read, hit by a fault, authenticated, answered, recorded, written.</summary>
internal sealed class RequestPipeline(ArmWorld world, TokenIssuer tokens, Recorder recorder)
{
    private const string JsonType = "application/json; charset=utf-8";

    private readonly ArmRouter _router = new(world, new BehaviourRegistry());
    private readonly AppConfigurationPlane _configuration = new();

    public async Task HandleAsync(HttpContext context)
    {
        var call = await ReadAsync(context.Request, context.RequestAborted);
        if (call.RawPath == "/oauth2/token")
        {
            await WriteAsync(context, new ArmAnswer(200, tokens.Issue()));
            return;
        }

        if (call.RawPath.StartsWith("/blobs/", StringComparison.Ordinal))
        {
            await WriteAsync(context, Text(call));
            return;
        }

        var fault = world.Faults.Take(call.Method, call.RawPath);
        if (fault?.Kind == FaultKind.DropBefore)
        {
            Record(call, null, fault);
            context.Abort();
            return;
        }

        if (fault?.Kind == FaultKind.Delay)
            await Task.Delay(fault.Lateness, context.RequestAborted);
        var answer = Authenticated(call) ?? Wrong(call, fault) ?? Answer(call);
        Record(call, answer, fault);
        if (fault?.Kind == FaultKind.DropAfter)
            context.Abort();
        else
            await WriteAsync(context, answer);
    }

    private ArmAnswer Answer(ArmCall call)
    {
        lock (world.Lock)
        {
            try
            {
                return FileSharePlane.Owns(call.Host) ? world.Shares.Handle(call)
                    : AppConfigurationPlane.Owns(call.RawPath) ? _configuration.Handle(call)
                    : KeyVaultPlane.Owns(call.RawPath) ? world.Secrets.Handle(call)
                    : _router.Handle(call);
            }
            catch (ArmErrorException error)
            {
                return Error(call, error.Status, error.Code, error.Message);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // Whoever reads the record of a test that failed finds the place in this server.
                return ArmAnswer.Error(500, "TestServerError", error.ToString());
            }
        }
    }

    private ArmAnswer? Authenticated(ArmCall call)
    {
        var refusal = tokens.Refuse(call.Header("Authorization"));
        return refusal is not null && KeyVaultPlane.Owns(call.RawPath)
            ? refusal.With("WWW-Authenticate", $"Bearer authorization=\"https://login.microsoftonline.com/{world.Options.TenantId}\", resource=\"https://vault.azure.net\"")
            : refusal;
    }

    private static ArmAnswer Error(ArmCall call, int status, string code, string message) =>
        FileSharePlane.Owns(call.Host) ? FileSharePlane.Error(status, code, message) : ArmAnswer.Error(status, code, message);

    private static ArmAnswer? Wrong(ArmCall call, Fault? fault)
    {
        if (fault?.Kind != FaultKind.Answer)
            return null;
        var answer = Error(call, fault.Status, fault.Code, fault.Message);
        return fault.RetryAfter is { } later
            ? answer.With("Retry-After", ((int)later.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture))
            : answer;
    }

    private ArmAnswer Text(ArmCall call)
    {
        lock (world.Lock)
        {
            return call.Query.ContainsKey("sig") && world.Texts.TryGetValue(call.RawPath["/blobs/".Length..], out var text)
                ? new ArmAnswer(200) { Text = text }
                : new ArmAnswer(404) { Text = "BlobNotFound" };
        }
    }

    // Azure Files is no part of Resource Manager, whose descriptions the record is judged by, and its bodies are files.
    private void Record(ArmCall call, ArmAnswer? answer, Fault? fault)
    {
        if (!FileSharePlane.Owns(call.Host))
            recorder.Add(Exchange(call, answer, fault));
    }

    private static RecordedExchange Exchange(ArmCall call, ArmAnswer? answer, Fault? fault) => new()
    {
        Method = call.Method,
        Target = call.Target,
        RequestHeaders = call.Headers.Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).ToDictionary(),
        RequestBody = call.BodyText,
        Status = answer?.Status ?? 0,
        AnswerHeaders = HeadersOf(answer),
        AnswerBody = answer?.Body?.DeepClone(),
        Fault = fault,
    };

    private static Dictionary<string, string> HeadersOf(ArmAnswer? answer)
    {
        var headers = new Dictionary<string, string>(answer?.Headers ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
        if (answer?.Body is not null)
            headers.TryAdd("Content-Type", JsonType);
        return headers;
    }

    private async Task<ArmCall> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        return new ArmCall
        {
            Method = request.Method.ToUpperInvariant(),
            RawPath = Uri.UnescapeDataString(request.Path.Value ?? "/"),
            Target = $"{request.Path.ToUriComponent()}{request.QueryString}",
            Query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Headers = request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Host = request.Host.Host,
            Bytes = body.ToArray(),
            World = world,
        };
    }

    private static async Task WriteAsync(HttpContext context, ArmAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in HeadersOf(answer))
            context.Response.Headers[name] = value;
        context.Response.Headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        if (answer.Bytes is { } bytes)
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        if (answer.Text is { } text && context.Request.Method != "HEAD")
            await context.Response.WriteAsync(text, context.RequestAborted);
        if (answer.Body is not { } body || context.Request.Method == "HEAD")
            return;
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
