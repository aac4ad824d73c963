namespace Bulwark.SystemTests.Running;

/// <summary>One running instance for the tests that leave it as they found it: they use users and rooms of their own.</summary>
public sealed class SharedInstance : IAsyncLifetime
{
    internal BulwarkInstance Instance { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Instance = await BulwarkInstance.StartAsync();

    public ValueTask DisposeAsync() => Instance.DisposeAsync();
}

[CollectionDefinition(nameof(SharedInstance))]
public sealed class SharedInstanceTests : ICollectionFixture<SharedInstance>;
