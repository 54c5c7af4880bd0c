namespace Orchestrator.Adapters.Files.Trees;

/// <summary>A piece of work for <see cref="OrderedPipeline"/>, or its result when there is nothing to do.</summary>
/// <param name="Work">Runs in parallel; <see langword="null"/> when the result is known.</param>
/// <param name="Result">The result when it is known.</param>
internal readonly record struct Piece<TResult>(Func<TResult>? Work, TResult? Result)
{
    /// <summary>Something to do.</summary>
    internal static Piece<TResult> ToDo(Func<TResult> work) => new(work, default);

    /// <summary>Nothing to do.</summary>
    internal static Piece<TResult> Done(TResult result) => new(null, result);
}
