using System.Reflection;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Storage;

namespace Bulwark.Homeserver;

/// <summary>The homeserver's SQLite file. It is opened when the tier starts, after the lock of the tier is held.</summary>
internal sealed class HomeserverDatabase(DataDirectory data) : IDisposable
{
    private const int Readers = 8;

    private SqliteDatabase? _file;
    private ReaderPool? _readers;

    /// <summary>The file.</summary>
    public string Path { get; } = data.Database("homeserver");

    /// <summary>Opens the file and brings its tables up to date.</summary>
    /// <exception cref="OperatorException">The file is damaged or cannot be written.</exception>
    public void Open()
    {
        _file = SqliteDatabase.Open(Path, Assembly.GetExecutingAssembly());
        _readers = new ReaderPool(_file, Readers);
    }

    /// <summary>The one connection that writes; the event log owns it.</summary>
    public PreparedConnection OpenWriter() => new(Opened(_file).OpenWriter());

    /// <summary>Reads what has been committed.</summary>
    public ValueTask<T> ReadAsync<T>(Func<PreparedConnection, T> read, CancellationToken cancellationToken) =>
        Opened(_readers).ReadAsync(read, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _readers?.Dispose();

    private static T Opened<T>(T? part)
        where T : class => part ?? throw new InvalidOperationException("The homeserver's database is used before the tier has started");
}
