using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Orchestrator.Adapters.Azure.Tests.Ledger;

/// <summary>Loses answers on their way back: what was asked for has been done, and nobody hears of it.</summary>
internal sealed class LostAnswers : HttpPipelinePolicy
{
    private volatile Func<Request, bool> _isChosen = _ => false;
    private int _left;

    public void Attach(BlobClientOptions options)
    {
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.AddPolicy(this, HttpPipelinePosition.PerRetry);
    }

    public void Lose(int count, Func<Request, bool> isChosen)
    {
        _isChosen = isChosen;
        Interlocked.Exchange(ref _left, count);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (_isChosen(message.Request) && Interlocked.Decrement(ref _left) >= 0)
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The answer was lost.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
