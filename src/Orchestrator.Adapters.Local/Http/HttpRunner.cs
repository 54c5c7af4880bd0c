using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Calls the endpoints of all roles: with an idempotency key, waiting as the endpoint asks, polling after a 202.</summary>
/// <param name="transport">Sends the requests.</param>
internal sealed class HttpRunner(HttpTransport transport)
{
    private static readonly TimeSpan PollPause = TimeSpan.FromSeconds(1);

    /// <summary>Calls an endpoint that is to do something.</summary>
    /// <returns>The answer, which has the expected status or one of those in <paramref name="alsoFine"/>.</returns>
    /// <exception cref="AdapterException">It refuses or does not answer; 408, 429, 5xx and silence are transient.</exception>
    public async Task<HttpAnswer> RunAsync(HttpCall call, Operation operation, StepScope scope, CancellationToken cancellation, params int[] alsoFine)
    {
        var facts = await PrepareAsync(call, operation, scope, cancellation);
        var clock = Stopwatch.StartNew();
        var answer = await SendPatientlyAsync(facts, call, clock, cancellation);
        answer = await PollAsync(answer, facts, call, clock, cancellation);
        return IsExpected(call, answer.Status) || alsoFine.Contains(answer.Status) ? answer : throw new AdapterException(
            $"it answered with status {answer.Status}: {Text.FirstLine(scope.Secrets.Redact(answer.Body))}", facts.Subject,
            "See what the endpoint says, and retry", isTransient: answer.Status is 408 or 429 or >= 500);
    }

    /// <summary>Calls an endpoint that answers with a JSON document.</summary>
    /// <exception cref="AdapterException">It refuses, does not answer, or answers with something else.</exception>
    public async Task<T> RunForAsync<T>(HttpCall call, Operation operation, StepScope scope, CancellationToken cancellation) where T : class =>
        Json.Read<T>((await RunAsync(call, operation, scope, cancellation)).Body, Subject(call, operation));

    /// <summary>Resolves what a plan says about a call.</summary>
    /// <exception cref="AdapterException">A secret is missing, or the address is none.</exception>
    public static async Task<HttpRequestFacts> PrepareAsync(HttpCall call, Operation operation, StepScope scope, CancellationToken cancellation)
    {
        var subject = Subject(call, operation);
        if (!Uri.TryCreate(await scope.ExpandAsync(call.Url, cancellation), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new AdapterException("this is no http or https address", subject, "Correct 'url' in the plan, or the secret it names", isTransient: false);
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in call.Headers)
        {
            headers[name] = await scope.ExpandAsync(value, cancellation);
        }

        headers["Idempotency-Key"] = operation.IdIn(scope);
        var method = HttpMethod.Parse(call.Method ?? (operation.IsQuestion ? "GET" : "POST"));
        var body = call.Body is not null ? await scope.ExpandAsync(call.Body, cancellation)
            : method == HttpMethod.Get || method == HttpMethod.Head ? null
            : operation.Body ?? JsonSerializer.Serialize(operation.Facts(scope).ToDictionary(fact => fact.Name, fact => fact.Value), DurableJson.Options);
        return new HttpRequestFacts(subject, method, url, body, call.ContentType) { Headers = headers };
    }

    /// <summary>Waits and sends again as long as the endpoint asks for it and time is left.</summary>
    private async Task<HttpAnswer> SendPatientlyAsync(HttpRequestFacts facts, HttpCall call, Stopwatch clock, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await transport.SendAsync(facts, cancellation);
            if (answer is not { Status: 429 or 503, RetryAfter: { } pause } || clock.Elapsed + pause > call.TimeLimit)
            {
                return answer;
            }

            await Task.Delay(pause > TimeSpan.Zero ? pause : PollPause, cancellation);
        }
    }

    /// <summary>After a 202 with a location, asks there until it is done.</summary>
    private async Task<HttpAnswer> PollAsync(HttpAnswer answer, HttpRequestFacts facts, HttpCall call, Stopwatch clock, CancellationToken cancellation)
    {
        while (answer is { Status: 202, Location: { } location } && call.ExpectStatus != 202)
        {
            if (clock.Elapsed >= call.TimeLimit)
            {
                throw new AdapterException($"it was not done within {call.TimeLimit}", facts.Subject, "Raise 'timeLimit' in the plan, or see what it waits for", isTransient: true);
            }

            if (!HttpTransport.IsSameHost(facts.Url, location))
            {
                throw new AdapterException("its 202 points to another host", facts.Subject, "Have the endpoint give a location on its own host", isTransient: false);
            }

            await Task.Delay(answer.RetryAfter is { } pause && pause > TimeSpan.Zero ? pause : PollPause, cancellation);
            var next = await SendPatientlyAsync(facts with { Url = location, Method = HttpMethod.Get, Body = null }, call, clock, cancellation);
            answer = next is { Status: 202, Location: null } ? next with { Location = location } : next;
        }

        return answer;
    }

    private static bool IsExpected(HttpCall call, int status) => call.ExpectStatus is { } expected ? status == expected : status is >= 200 and < 300;

    /// <summary>A reference to a secret is told as it stands; of an address, only what is not likely to be one.</summary>
    private static string Subject(HttpCall call, Operation operation) =>
        $"endpoint {call.Url.Split('?', '#')[0].Split('@')[^1]} ({operation.Action})";
}
