using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Infrastructure that Azure makes of a template, wherever that is kept.</summary>
/// <typeparam name="T">The keys of the kind.</typeparam>
/// <param name="connector">The host's way to Azure.</param>
/// <param name="kind">The kind.</param>
/// <param name="runner">Runs the commands that follow a deployment; <see langword="null"/> when this host runs none.</param>
internal abstract class TemplateAdapter<T>(ArmConnector connector, string kind, ICommandRunner? runner) : IPreviewsInfrastructure, IGivesOutputs
    where T : TemplateSettings
{
    /// <inheritdoc/>
    public string Kind => kind;

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(T));

    /// <inheritdoc/>
    public async Task<InfrastructurePreview> PreviewAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var (settings, place) = At(spec, scope);
        var content = await LoadAsync(settings, place.Arm, cancellation);
        var preview = await new TemplatePreview(place, content).LookAsync(cancellation);
        place.PreviewedSha256 = content.Sha256;
        return preview with { Findings = [.. preview.Findings, .. Hooks(place).FindObstacles()] };
    }

    /// <inheritdoc/>
    public async Task ProvisionAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var (settings, place) = At(spec, scope);
        var content = await LoadAsync(settings, place.Arm, cancellation);
        if (place.PreviewedSha256 is { } previewed && previewed != content.Sha256)
            throw new AdapterException("the template is another one than was previewed and approved", $"{Kind} for {place.Group}", "Put the former one back, or start the migration anew", isTransient: false);
        var inventory = new TemplateInventory(place);
        var record = await inventory.TakeAsync(content, cancellation);
        if (record.IsRemoving)
            throw new AdapterException("its undo has begun", $"{Kind} for {place.Group}", "Let the rollback end, then start the migration anew", isTransient: false);
        if (record.Outputs is null)
            await DeployAsync(place, inventory, content, cancellation);
        await Hooks(place).RunAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var (_, place) = At(spec, scope);
        if (place.Record is null)
        {
            await new TemplateInventory(place).RefuseUnrecordedAsync(cancellation);
            return;
        }

        await Hooks(place).UndoAsync(cancellation);
        var record = place.Record!;
        if (!record.IsRemoving)
        {
            if (await new DeploymentRun(place).SettleAsync(cancellation))
                record = await new TemplateTagger(place).TagAsync(cancellation);
            place.Record = record = record with { IsRemoving = true };
        }

        await new TemplateRemoval(place, record).RemoveAsync(cancellation);
        place.Forget();
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindOutputAsync(AdapterSpec spec, string name, StepScope scope, CancellationToken cancellation) =>
        new(TemplateOutputs.Find(At(spec, scope).Place.Record, name));

    /// <summary>Loads the template.</summary>
    /// <param name="settings">The plan's keys.</param>
    /// <param name="arm">The step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The template.</returns>
    /// <exception cref="AdapterException">It cannot be read.</exception>
    protected abstract Task<TemplateContent> LoadAsync(T settings, ArmSession arm, CancellationToken cancellation);

    private TemplateHooks Hooks(TemplatePlace place) => new(place, new(place, runner));

    private static async Task DeployAsync(TemplatePlace place, TemplateInventory inventory, TemplateContent content, CancellationToken cancellation)
    {
        await inventory.EnsureGroupAsync(cancellation);
        // What a deployment that failed has made is to be recognised by the next preview.
        var tagger = new TemplateTagger(place);
        await tagger.TagAsync(cancellation);
        var deployment = await new DeploymentRun(place).RunAsync(content, cancellation);
        var record = await tagger.TagAsync(cancellation);
        place.Record = record with { Outputs = TemplateOutputs.Of(deployment) };
    }

    private (T Settings, TemplatePlace Place) At(AdapterSpec spec, StepScope scope)
    {
        var settings = spec.ReadSettings<T>();
        return (settings, new(connector.For(scope), Kind, settings));
    }
}
