using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>A step of an online migration: works on all data components, at the same time where users wait for it.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="step">The step.</param>
/// <param name="undo">Its undo; <see langword="null"/> when it has none.</param>
public abstract class OnlineActivity(StepServices services, Step step, Step? undo = null) : MigrationActivity(services, step, undo)
{
    /// <summary>Does something with every data component, one after the other.</summary>
    /// <param name="scope">The step.</param>
    /// <param name="work">What to do.</param>
    /// <returns>A task that completes when all is done.</returns>
    protected async Task ForEachAsync(StepScope scope, Func<IOnlineDataAdapter, DataComponent, Task> work)
    {
        foreach (var component in scope.Plan.Data)
            await work(Adapter(component), component);
    }

    /// <summary>Does something with all data components at the same time.</summary>
    /// <typeparam name="T">What comes out for each.</typeparam>
    /// <param name="scope">The step.</param>
    /// <param name="work">What to do.</param>
    /// <returns>The results in the order of the plan.</returns>
    protected Task<T[]> AtOnceAsync<T>(StepScope scope, Func<IOnlineDataAdapter, DataComponent, Task<T>> work) =>
        Task.WhenAll(scope.Plan.Data.Select(component => work(Adapter(component), component)));

    /// <summary>Does something with all data components at the same time.</summary>
    /// <param name="scope">The step.</param>
    /// <param name="work">What to do.</param>
    /// <returns>A task that completes when all is done.</returns>
    protected Task AtOnceAsync(StepScope scope, Func<IOnlineDataAdapter, DataComponent, Task> work) =>
        Task.WhenAll(scope.Plan.Data.Select(component => work(Adapter(component), component)));

    /// <summary>The adapter of a data component.</summary>
    /// <param name="component">The data component.</param>
    /// <returns>The adapter.</returns>
    /// <exception cref="AdapterException">Its kind cannot be migrated online.</exception>
    protected IOnlineDataAdapter Adapter(DataComponent component) => Adapters.Get<IOnlineDataAdapter>(component);
}
