using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Deploys, once, what was previewed.</summary>
/// <param name="place">Where to.</param>
internal sealed class DeploymentRun(TemplatePlace place)
{
    private ArmSession Arm => place.Arm;

    /// <summary>Deploys.</summary>
    /// <param name="content">What.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The deployment, which succeeded.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    /// <exception cref="AdapterException">It would change what it may not, or it failed.</exception>
    public async Task<JsonElement> RunAsync(TemplateContent content, CancellationToken cancellation)
    {
        if (!await IsUnderWayOrDoneAsync(cancellation))
            await PreviewAsync(content, cancellation);
        var deployment = await Arm.RunAsync(Describe(stop => StartAsync(content, stop)), cancellation);
        return deployment!.Body;
    }

    /// <summary>Lets a deployment that is under way end, however it ends.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="OperationPendingException">It is under way.</exception>
    public async Task<bool> SettleAsync(CancellationToken cancellation)
    {
        await Arm.SettleAsync(Describe(_ => throw new InvalidOperationException("An undo starts no deployment.")), cancellation);
        if (await Arm.FindAsync(place.DeploymentId, TemplatePlace.ApiVersion, cancellation) is not { } deployment)
            return false;
        return OperationLook.AtResource(deployment).IsUnderWay
            ? throw new OperationPendingException($"The deployment to {place.Group} ends before it is undone", TimeSpan.FromSeconds(15))
            : true;
    }

    private async Task<ArmAnswer> StartAsync(TemplateContent content, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["properties"] = await TemplateRequest.PropertiesAsync(place, content, cancellation),
            ["tags"] = JsonSerializer.SerializeToNode(place.Tags),
        };
        return await Arm.PutAsync(place.DeploymentId, TemplatePlace.ApiVersion, body, cancellation);
    }

    private LongOperation Describe(Func<CancellationToken, Task<ArmAnswer>> start) => new()
    {
        Key = $"{place.Kind}.{place.Group}.deploy",
        What = $"Deploying to the resource group {place.Group}",
        Start = start,
        Probe = stop => Arm.ProbeMadeAsync(place.DeploymentId, TemplatePlace.ApiVersion, IsOwn, stop),
        ResultPath = place.DeploymentId,
        ResultApiVersion = TemplatePlace.ApiVersion,
    };

    private bool IsOwn(ArmAnswer deployment) => ArmTags.IsOwn(deployment.Body, Arm.Scope);

    private async Task<bool> IsUnderWayOrDoneAsync(CancellationToken cancellation) =>
        await Arm.ProbeMadeAsync(place.DeploymentId, TemplatePlace.ApiVersion, IsOwn, cancellation) != OperationProbe.NotStarted;

    // Hours may have gone by since people approved: what is there now counts, and is noted.
    private async Task PreviewAsync(TemplateContent content, CancellationToken cancellation)
    {
        var changes = await new WhatIf(place, content).AskAsync(cancellation);
        if (new TemplatePreview(place, content).Judge(changes).FirstOrDefault(finding => finding.IsBlocking) is { } blocking)
            throw new AdapterException(blocking.Problem, blocking.Subject, blocking.Remedy, isTransient: false);
        var record = place.Record!;
        var found = changes.Where(change => change is { IsNew: false, IsUnknown: false } && !TemplatePreview.IsOwn(change, record)).Select(change => change.Id);
        var unknown = changes.Where(change => change.IsUnknown).Select(change => change.Id).ToList();
        if (unknown.Count > 0)
            found = found.Concat(unknown.Intersect(await new TemplateInventory(place).ListAsync(cancellation), StringComparer.OrdinalIgnoreCase).Except(record.Created, StringComparer.OrdinalIgnoreCase));
        place.Record = record with
        {
            Existing = TemplateRecord.Add(record.Existing, found),
            Announced = TemplateRecord.Add(record.Announced, changes.Where(change => change.IsNew).Select(change => change.Id)),
        };
    }
}
