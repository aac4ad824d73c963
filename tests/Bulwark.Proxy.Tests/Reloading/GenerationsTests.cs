using Bulwark.Core.Http;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Reloading;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Proxy.Tests.Reloading;

public sealed class GenerationsTests
{
    [Fact]
    public async Task A_generation_ends_with_the_last_request_that_began_under_it()
    {
        using var first = new Generation();
        using var second = new Generation();
        using var generations = new Generations<Generation>(first);
        var edge = CreateEdge();
        var request = generations.RunAsync(new DefaultHttpContext(), edge);

        generations.Swap(second);
        Assert.Same(second, generations.Current);
        Assert.Equal(0, first.Ends);

        first.Answer.SetResult();
        await request;
        Assert.Equal(1, first.Ends);
        Assert.Equal(0, second.Ends);
    }

    [Fact]
    public async Task After_the_last_generation_nothing_is_served()
    {
        using var only = new Generation();
        var generations = new Generations<Generation>(only);

        generations.Dispose();
        Assert.Equal(1, only.Ends);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => generations.RunAsync(new DefaultHttpContext(), CreateEdge()));
    }

    private static OuterEdge CreateEdge() => new(
        new ServiceCollection().AddLogging().BuildServiceProvider(),
        context => ProxyAnswer.Internal(AnswerProtocols.Of(context)),
        (context, status) => ProxyAnswer.Refused(status, AnswerProtocols.Of(context)));

    private sealed class Generation : IGeneration
    {
        public TaskCompletionSource Answer { get; } = new();

        public int Ends { get; private set; }

        public RequestDelegate Pipeline => _ => Answer.Task;

        public void Dispose() => Ends++;
    }
}
