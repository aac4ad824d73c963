using Bulwark.Storage;

namespace Bulwark.Homeserver.Streams;

/// <summary>The transaction that a batch of writes shares.</summary>
internal sealed class LogTransaction(PreparedConnection connection, long position)
{
    /// <summary>The last position given out.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Gives the next position.</summary>
    public long NextPosition() => ++Position;

    /// <inheritdoc cref="PreparedConnection.Execute"/>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => connection.Execute(sql, values);

    /// <inheritdoc cref="PreparedConnection.Scalar"/>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => connection.Scalar(sql, values);

    /// <inheritdoc cref="PreparedConnection.First"/>
    public T? First<T>(string sql, Func<Microsoft.Data.Sqlite.SqliteDataReader, T> read, params ReadOnlySpan<object?> values) =>
        connection.First(sql, read, values);

    /// <inheritdoc cref="PreparedConnection.Query"/>
    public IReadOnlyList<T> Query<T>(string sql, Func<Microsoft.Data.Sqlite.SqliteDataReader, T> read, params ReadOnlySpan<object?> values) =>
        connection.Query(sql, read, values);
}
