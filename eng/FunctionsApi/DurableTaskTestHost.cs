// Packages Microsoft.DurableTask.InProcessTestHost and what it takes from Microsoft.DurableTask.Abstractions.
namespace Microsoft.DurableTask
{
    public abstract class TaskActivityContext
    {
        public abstract TaskName Name { get; }
        public abstract string InstanceId { get; }
    }

    public sealed class DurableTaskRegistry
    {
        public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(
            TaskName name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> orchestrator) => this;

        public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, Task<TOutput>> activity) => this;
    }
}

namespace Microsoft.DurableTask.Testing
{
    using Microsoft.DurableTask.Client;

    public class DurableTaskTestHostOptions;

    public sealed class DurableTaskTestHost : IAsyncDisposable
    {
        public DurableTaskClient Client => throw new PlatformNotSupportedException();

        public static Task<DurableTaskTestHost> StartAsync(
            Action<DurableTaskRegistry> registry, DurableTaskTestHostOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new PlatformNotSupportedException("This build was compiled against signatures; the real runtime needs -p:FunctionsApi=packages.");

        public ValueTask DisposeAsync() => default;
    }
}
