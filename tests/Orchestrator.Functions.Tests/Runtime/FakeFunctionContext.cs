using Microsoft.Azure.Functions.Worker;
using Moq;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Tests.Runtime;

/// <summary>The call of a function, as the worker describes it.</summary>
internal static class FakeFunctionContext
{
    /// <summary>The call of an activity.</summary>
    public static FunctionContext Of(string function, string instanceId, CancellationToken cancellation = default)
    {
        var binding = new Mock<BindingContext>();
        binding.Setup(one => one.BindingData).Returns(new Dictionary<string, object?> { ["instanceId"] = instanceId });
        var definition = new Mock<FunctionDefinition>();
        definition.Setup(one => one.Name).Returns(function);
        var context = new Mock<FunctionContext>();
        context.Setup(one => one.BindingContext).Returns(binding.Object);
        context.Setup(one => one.FunctionDefinition).Returns(definition.Object);
        context.Setup(one => one.CancellationToken).Returns(cancellation);
        return context.Object;
    }

    /// <summary>The call of an activity.</summary>
    public static FunctionContext Of(ActivityRun run, CancellationToken cancellation) => Of(run.Name, run.InstanceId, cancellation);
}
