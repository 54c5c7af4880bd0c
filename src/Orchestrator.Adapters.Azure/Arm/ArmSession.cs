using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.ResourceManager;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// Azure Resource Manager as one step uses it. Every error is an <see cref="AdapterException"/>; where Azure asks to wait
/// (throttling, another operation on the resource) it is an <see cref="OperationPendingException"/>, and the step is run
/// again later. So every member, and what an adapter does around it, has to stand being run again.
/// </summary>
/// <remarks>A path is a resource id, or one with an action behind it, and may have a query. Versions are given exactly.</remarks>
/// <param name="connector">The host's.</param>
/// <param name="scope">The step.</param>
internal sealed class ArmSession(ArmConnector connector, StepScope scope)
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(20);

    private readonly JournalFiles _files = new(Path.Combine(scope.WorkFolder, "operations"));

    /// <summary>The step.</summary>
    public StepScope Scope => scope;

    /// <summary>The SDK's client; call it inside of <see cref="CallAsync"/>.</summary>
    public ArmClient Client => connector.Client;

    internal ArmConnector Connector => connector;

    internal JournalFiles Files => _files;

    internal WaitBudget Waits => new(_files, connector.WaitBudget);

    /// <summary>Reads a resource.</summary>
    /// <param name="path">Its id.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>It with its ETag; <see langword="null"/> when there is none.</returns>
    public async Task<ArmAnswer?> FindAsync(string path, string apiVersion, CancellationToken cancellation) =>
        await SendAsync(new(RequestMethod.Get, path, apiVersion) { MayBeMissing = true }, cancellation) is { IsError: false } found ? found : null;

    /// <summary>Reads a resource that has to be there.</summary>
    /// <param name="path">Its id.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>It with its ETag.</returns>
    public Task<ArmAnswer> GetAsync(string path, string apiVersion, CancellationToken cancellation) =>
        SendAsync(new(RequestMethod.Get, path, apiVersion), cancellation);

    /// <summary>Makes or replaces a resource. Where that takes longer it is only begun: see <see cref="RunAsync"/>.</summary>
    /// <param name="path">Its id.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="body">It, as an object, a <see cref="JsonElement"/> or nodes; sent as it is, without an added location.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="condition">What has to hold; nothing by default.</param>
    /// <returns>The answer.</returns>
    public Task<ArmAnswer> PutAsync(string path, string apiVersion, object body, CancellationToken cancellation, ArmCondition? condition = null) =>
        SendAsync(new(RequestMethod.Put, path, apiVersion) { Body = body, Condition = condition }, cancellation);

    /// <summary>Changes a resource. Where that takes longer it is only begun: see <see cref="RunAsync"/>.</summary>
    /// <inheritdoc cref="PutAsync"/>
    public Task<ArmAnswer> PatchAsync(string path, string apiVersion, object body, CancellationToken cancellation, ArmCondition? condition = null) =>
        SendAsync(new(RequestMethod.Patch, path, apiVersion) { Body = body, Condition = condition }, cancellation);

    /// <summary>Asks for an action. Where that takes longer it is only begun: see <see cref="RunAsync"/>. Not repeated by itself.</summary>
    /// <param name="path">The resource's id with the action behind it, for example <c>…/start</c>.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="body">What the action takes; <see langword="null"/> for nothing.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer.</returns>
    public Task<ArmAnswer> PostAsync(string path, string apiVersion, object? body, CancellationToken cancellation) =>
        SendAsync(new(RequestMethod.Post, path, apiVersion) { Body = body }, cancellation);

    /// <summary>Removes a resource. Where that takes longer it is only begun: see <see cref="RunAsync"/>.</summary>
    /// <param name="path">Its id.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="condition">What has to hold; nothing by default.</param>
    /// <returns>The answer: status 404 or 204 when there was none, which is fine.</returns>
    public Task<ArmAnswer> DeleteAsync(string path, string apiVersion, CancellationToken cancellation, ArmCondition? condition = null) =>
        SendAsync(new(RequestMethod.Delete, path, apiVersion) { Condition = condition, MayBeMissing = true }, cancellation);

    /// <summary>Reads a list, page by page.</summary>
    /// <param name="path">The list's path; a query such as <c>?$filter=…</c> may follow.</param>
    /// <param name="apiVersion">The version of the type.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The items.</returns>
    public async IAsyncEnumerable<JsonElement> ListAsync(string path, string apiVersion, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var url = connector.Http.UrlOf(path, apiVersion); url is not null;)
        {
            var page = await ReadAsync(url, $"GET {path}", cancellation);
            foreach (var item in page.Body.Items("value"))
                yield return item;
            url = Uri.TryCreate(page.Body.Text("nextLink"), UriKind.Absolute, out var next) ? next : null;
        }
    }

    /// <summary>Calls the SDK's client and explains its errors.</summary>
    /// <typeparam name="T">What the call gives.</typeparam>
    /// <param name="subject">What is asked for, for example "VM orders-vm".</param>
    /// <param name="call">The call; long-running ones with <see cref="WaitUntil.Started"/> inside of <see cref="RunAsync"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The result.</returns>
    public Task<T> CallAsync<T>(string subject, Func<ArmClient, Task<T>> call, CancellationToken cancellation) =>
        ExplainAsync(subject, () => call(Client), cancellation);

    /// <summary>
    /// Does something that takes longer: starts it once, however often the step is run, and looks at it on each later run.
    /// </summary>
    /// <param name="operation">What to do.</param>
    /// <param name="cancellation">Gives up looking; the operation goes on.</param>
    /// <returns>
    /// The resource when <see cref="LongOperation.ResultPath"/> names one, else what the operation ended with (output of an
    /// action); <see langword="null"/> when the end was found by the probe.
    /// </returns>
    /// <exception cref="OperationPendingException">It is under way.</exception>
    /// <exception cref="AdapterException">It was refused, or was taken on and failed; the next run starts it anew.</exception>
    public Task<ArmAnswer?> RunAsync(LongOperation operation, CancellationToken cancellation) =>
        new ArmOperations(this).RunAsync(operation, cancellation);

    /// <summary>
    /// Lets an operation of any step of this migration end, however it ends, and forgets it: what an undo does first. Fine
    /// when there is none.
    /// </summary>
    /// <param name="operation">The operation, described as for <see cref="RunAsync"/>; it is not started.</param>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing is under way.</returns>
    /// <exception cref="OperationPendingException">It is under way.</exception>
    public Task SettleAsync(LongOperation operation, CancellationToken cancellation) =>
        new ArmOperations(this).SettleAsync(operation, cancellation);

    internal Task<ArmAnswer> ReadAsync(Uri url, string subject, CancellationToken cancellation) =>
        ExplainAsync(subject, async () => Check(await AskAsync(url, cancellation), subject), cancellation);

    internal Task<ArmAnswer> AskAsync(Uri url, CancellationToken cancellation) =>
        connector.Http.SendAsync(RequestMethod.Get, url, null, null, cancellation);

    internal async Task<T> ExplainAsync<T>(string subject, Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (cancellation.IsCancellationRequested && error is not OrchestratorException)
        {
            throw new OperationCanceledException("It was cancelled.", cancellation);
        }
        catch (RequestFailedException refused) when (refused.GetRawResponse() is { } response)
        {
            throw Refusal(ArmFailure.Of(ArmAnswer.Of(response)), subject);
        }
        catch (Exception error) when (ArmErrors.Unanswered(error, subject) is { } explained)
        {
            throw explained;
        }
    }

    internal OrchestratorException Refusal(ArmFailure failure, string subject)
    {
        var isThrottled = ArmErrors.IsThrottled(failure);
        if (!isThrottled && !ArmErrors.IsBusy(failure))
            return ArmErrors.Refused(failure, subject);
        var wait = failure.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : DefaultWait;
        var waited = Waits.Spend(wait, subject).InWords();
        var budget = connector.WaitBudget.InWords();
        connector.Logger.Throttled(scope.MigrationId, subject, wait.InWords(), waited, budget);
        var why = isThrottled ? $"Azure throttles its callers (HTTP {failure.Status})" : $"another operation works on it ({failure.Code})";
        return new OperationPendingException($"{subject}: {why}; waits {wait.InWords()}, {waited} in all so far of {budget} for this migration", wait);
    }

    private Task<ArmAnswer> SendAsync(ArmCall call, CancellationToken cancellation)
    {
        var subject = $"{call.Method} {call.Path}";
        return ExplainAsync(subject, async () =>
        {
            var url = connector.Http.UrlOf(call.Path, call.ApiVersion);
            var answer = await connector.Http.SendAsync(call.Method, url, call.Body, call.Condition, cancellation);
            return call.MayBeMissing && answer.Status == 404 ? answer : Check(answer, subject);
        }, cancellation);
    }

    private ArmAnswer Check(ArmAnswer answer, string subject) => answer.IsError ? throw Refusal(ArmFailure.Of(answer), subject) : answer;

    private readonly record struct ArmCall(RequestMethod Method, string Path, string ApiVersion)
    {
        public object? Body { get; init; }

        public ArmCondition? Condition { get; init; }

        public bool MayBeMissing { get; init; }
    }
}
