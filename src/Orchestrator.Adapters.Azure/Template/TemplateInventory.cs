using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Notes what is there before the first deployment, and makes the resource group.</summary>
/// <param name="place">Where to.</param>
internal sealed class TemplateInventory(TemplatePlace place)
{
    private ArmSession Arm => place.Arm;

    /// <summary>Notes what is there. Only the first run does: later ones would take for old what this migration made.</summary>
    /// <param name="content">What is to be deployed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was there.</returns>
    /// <exception cref="AdapterException">The deployment is there and the note is not.</exception>
    public async Task<TemplateRecord> TakeAsync(TemplateContent content, CancellationToken cancellation)
    {
        if (place.Record is { } former)
            return former;
        var group = await Arm.FindAsync(place.GroupId, TemplatePlace.ApiVersion, cancellation);
        if (group is not null)
            await RefuseUnrecordedAsync(cancellation);
        var record = new TemplateRecord
        {
            GroupExisted = group is not null,
            Existing = group is null ? [] : [.. await ListAsync(cancellation), .. await ListDeploymentsAsync(cancellation)],
            ApiVersions = content.ApiVersions(),
        };
        place.Record = record;
        return record;
    }

    /// <summary>Lists the ids of the group's resources: no parts of others, no extensions such as role assignments, no deployments.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The ids.</returns>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        var ids = new List<string>();
        await foreach (var resource in Arm.ListAsync($"{place.GroupId}/resources", TemplatePlace.ApiVersion, cancellation))
            ids.Add(resource.Text("id") ?? "");
        return ids;
    }

    // A nested deployment takes the name of its template, and may write over the record of a former one.
    private async Task<IReadOnlyList<string>> ListDeploymentsAsync(CancellationToken cancellation)
    {
        var ids = new List<string>();
        await foreach (var deployment in Arm.ListAsync($"{place.GroupId}/providers/{TemplateIds.Deployments}", TemplatePlace.ApiVersion, cancellation))
            ids.Add(deployment.Text("id") ?? "");
        return ids;
    }

    /// <summary>Makes the group when it is missing.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is there.</returns>
    /// <exception cref="AdapterException">It is missing and may not be made.</exception>
    public async Task EnsureGroupAsync(CancellationToken cancellation)
    {
        if (await Arm.FindAsync(place.GroupId, TemplatePlace.ApiVersion, cancellation) is not null)
            return;
        if (place.Settings is not { CreateResourceGroup: true, Location: { } location })
            throw new AdapterException("there is no such resource group", $"resource group {place.Group}",
                $"Make it (az group create --name {place.Group} --location REGION), or set createResourceGroup: true and location", isTransient: false);
        await Arm.PutAsync(place.GroupId, TemplatePlace.ApiVersion, new { location, place.Tags }, cancellation);
    }

    /// <summary>Refuses to go on without the note of what was there.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when there is no deployment of this migration.</returns>
    /// <exception cref="AdapterException">There is one.</exception>
    public async Task RefuseUnrecordedAsync(CancellationToken cancellation)
    {
        if (await Arm.FindAsync(place.DeploymentId, TemplatePlace.ApiVersion, cancellation) is not null)
            throw new AdapterException("this migration has deployed there, and the note of what was there before is lost with the work folder", place.DeploymentId,
                $"Remove by hand what it made (az resource list --tag {ArmTags.Migration}={Arm.Scope.MigrationId}), then the deployment: az deployment group delete --resource-group {place.Group} --name {place.DeploymentId.Split('/')[^1]}", isTransient: false);
    }
}
