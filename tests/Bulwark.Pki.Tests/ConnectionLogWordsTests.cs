namespace Bulwark.Pki.Tests;

public sealed class ConnectionLogWordsTests
{
    [Theory]
    [InlineData(ClientCertificateReason.Accepted, "Success")]
    [InlineData(ClientCertificateReason.Untrusted, "Failed:ClientCertUntrusted")]
    [InlineData(ClientCertificateReason.Expired, "Failed:ClientCertExpired")]
    [InlineData(ClientCertificateReason.Revoked, "Failed:ClientCertCrlHit")]
    public void Speaks_the_words_of_the_connection_log(ClientCertificateReason reason, string expected) => Assert.Equal(expected, reason.ConnectionLogWord);

    [Fact]
    public void Has_a_word_for_every_reason() => Assert.All(Enum.GetValues<ClientCertificateReason>(), reason => Assert.NotEmpty(reason.ConnectionLogWord));
}
