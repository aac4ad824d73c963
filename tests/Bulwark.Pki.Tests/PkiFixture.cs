using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Pki.Tests;

/// <summary>A data directory of the test's own and a clock that it moves.</summary>
public abstract class PkiFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    protected PkiFixture()
    {
        Data = new DataDirectory(_directory.Path);
        Data.Create();
        Folder = new PkiFolder(Data);
    }

    protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    protected DataDirectory Data { get; }

    protected PkiFolder Folder { get; }

    protected PkiRequest Request => new() { Data = Data, Hosts = ["localhost"], Time = Time, KeyIterations = 1000 };

    /// <summary>Writes a file into the PKI folder and gives its path.</summary>
    public string Write(string name, string content)
    {
        var path = File(name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public DataDirectory DataDirectory => Data;

    public TimeProvider Clock => Time;

    /// <summary>A leaf of the folder with its key.</summary>
    public X509Certificate2 Leaf(string name) => CertificateFiles.Load(Folder.Certificate(name), Folder.Key(name));

    public TrustStore Load(TrustStoreOptions options) => TrustStore.Load(options, Data, Time);

    protected string File(string name) => Path.Combine(Data.Pki, name);

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing) => _directory.Dispose();
}
